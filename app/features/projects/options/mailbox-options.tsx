import type { JSX } from 'solid-js';
import { IMPERSONATED_SLOTS, SHARED_SLOTS } from '../../../../worker/lib/limits.ts';
import type { OptionsForm } from './option-parts.tsx';
import { NumberOption, OptionGroup, Toggle } from './option-parts.tsx';

/** What full passes copy besides the items of a mailbox. */
export function BesideOptions(props: { form: OptionsForm }): JSX.Element {
  return (
    <OptionGroup
      id="beside"
      title="Mailbox settings"
      about="Full passes copy these. They are added to what the destination already has. What cannot be copied is listed in the mailbox, under Errors."
    >
      <Toggle form={props.form} name="permissions" byDefault="on">
        Who may do what in which folder, for people who exist at the destination.
      </Toggle>
      <Toggle form={props.form} name="rules" byDefault="on">
        Folders and people in them are replaced by those at the destination. Each rule is copied completely or not at
        all.
      </Toggle>
      <Toggle form={props.form} name="delegates" byDefault="on">
        With their rights, and who receives meeting requests. Delegates receive no mail about it.
      </Toggle>
      <Toggle form={props.form} name="categories" byDefault="on">
        The list of categories with their colours. Items always keep their categories.
      </Toggle>
      <Toggle form={props.form} name="outOfOffice" byDefault="off">
        The out-of-office reply. Once copied, it starts to answer from the new mailbox.
      </Toggle>
      <Toggle form={props.form} name="archive" byDefault="off">
        Copied into the archive mailbox of the destination. To copy it elsewhere, map the folder Archive Mailbox.
      </Toggle>
      <Toggle form={props.form} name="recoverableItems" byDefault="off">
        Deleted items that people can still recover, so that they can recover them at the destination.
      </Toggle>
    </OptionGroup>
  );
}

/** How much runs at the same time, and how many failures are too many. */
export function LimitOptions(props: { form: OptionsForm; isImpersonated: boolean }): JSX.Element {
  return (
    <OptionGroup id="limits" title="Limits">
      <NumberOption
        form={props.form}
        name="maximumConcurrentMigrations"
        byDefault={
          props.isImpersonated
            ? `${IMPERSONATED_SLOTS}, because both endpoints impersonate mailbox owners`
            : `${SHARED_SLOTS}, or ${IMPERSONATED_SLOTS} if both endpoints impersonate mailbox owners`
        }
        placeholder={String(props.isImpersonated ? IMPERSONATED_SLOTS : SHARED_SLOTS)}
        hint="An upper limit. Below it, Mailferry adapts to what the servers can handle."
      />
      <NumberOption
        form={props.form}
        name="maximumErrors"
        byDefault="no limit"
        placeholder="No limit"
        hint="A mailbox with more failed items than this pauses."
      />
    </OptionGroup>
  );
}

export function PrivacyOptions(props: { form: OptionsForm }): JSX.Element {
  return (
    <OptionGroup id="privacy" title="Privacy">
      <Toggle form={props.form} name="includeSubjects" byDefault="off">
        Stores and shows the subjects of items that failed, so that owners recognise them. Mailferry stores nothing else
        of an item. This applies to items read from then on.
      </Toggle>
    </OptionGroup>
  );
}
