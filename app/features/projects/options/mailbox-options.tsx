import type { JSX } from 'solid-js';
import { IMPERSONATED_SLOTS, SHARED_SLOTS } from '../../../../worker/lib/limits.ts';
import type { Project } from '../../../api.ts';
import type { OptionsForm } from './option-parts.tsx';
import { NumberOption, OptionGroup, Toggle } from './option-parts.tsx';

/** What full passes carry besides the items of a mailbox. */
export function BesideOptions(props: { form: OptionsForm }): JSX.Element {
  return (
    <OptionGroup
      id="beside"
      title="Beside the items"
      about="Full passes carry these. They are added beside what the destination has; what cannot cross is listed in the mailbox, under Errors."
    >
      <Toggle form={props.form} name="permissions" byDefault="on">
        Who may do what in which folder, for people whom the destination knows.
      </Toggle>
      <Toggle form={props.form} name="rules" byDefault="on">
        With their folders and people as they are at the destination; each whole or not at all.
      </Toggle>
      <Toggle form={props.form} name="delegates" byDefault="on">
        With their rights, and who gets meeting requests. No mail is sent to them.
      </Toggle>
      <Toggle form={props.form} name="categories" byDefault="on">
        The list with its colours. Items keep their categories in any case.
      </Toggle>
      <Toggle form={props.form} name="outOfOffice" byDefault="off">
        The out-of-office reply. It would begin to answer from the new mailbox.
      </Toggle>
      <Toggle form={props.form} name="archive" byDefault="off">
        Into the archive mailbox of the destination, or elsewhere by a folder that goes elsewhere from Archive Mailbox.
      </Toggle>
      <Toggle form={props.form} name="recoverableItems" byDefault="off">
        What people deleted and could still recover, so that they still can.
      </Toggle>
    </OptionGroup>
  );
}

/** How much at once, and how many failures are too many. */
export function LimitOptions(props: { form: OptionsForm; project: Project }): JSX.Element {
  const isImpersonated = () => props.project.source.useImpersonation && props.project.destination.useImpersonation;
  return (
    <OptionGroup id="limits" title="Limits">
      <NumberOption
        form={props.form}
        name="maximumConcurrentMigrations"
        byDefault={
          isImpersonated()
            ? `${IMPERSONATED_SLOTS}, for both endpoints impersonate the owners`
            : `${SHARED_SLOTS}, and ${IMPERSONATED_SLOTS} where both endpoints impersonate the owners`
        }
        placeholder={String(isImpersonated() ? IMPERSONATED_SLOTS : SHARED_SLOTS)}
        hint="A ceiling. Below it Mailferry finds by itself how much the servers take."
      />
      <NumberOption
        form={props.form}
        name="maximumErrors"
        byDefault="no limit"
        placeholder="No limit"
        hint="With more failed items than this, a mailbox pauses instead of going on."
      />
    </OptionGroup>
  );
}

export function PrivacyOptions(props: { form: OptionsForm }): JSX.Element {
  return (
    <OptionGroup id="privacy" title="Privacy">
      <Toggle form={props.form} name="includeSubjects" byDefault="off">
        Subjects of items that failed are kept and shown, so that owners know which they are. Nothing else of an item is
        ever kept. It counts for items that are read from then on.
      </Toggle>
    </OptionGroup>
  );
}
