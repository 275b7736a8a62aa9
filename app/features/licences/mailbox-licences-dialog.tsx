import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import type { LicenceKind } from '../../../worker/lib/licence-facts.ts';
import { LICENCE_KINDS, LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import type { Mailbox } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { LICENCE_HINTS } from './licence-words.ts';
import styles from './licences.module.css';
import { createMailboxLicenceActions, createLicencesQuery } from './queries.ts';

const RETURN = 'return';

/** Applies licences to the owners of several mailboxes before a start, or takes back those that no pass has used. */
export function MailboxLicencesDialog(props: {
  projectId: string;
  chosen: readonly Mailbox[];
  onClose: () => void;
}): JSX.Element {
  const licences = createLicencesQuery();
  const actions = createMailboxLicenceActions(() => props.projectId);
  const form = createApiForm<{ what: LicenceKind | typeof RETURN }>({
    values: { what: 'user-bundle' },
    submit: async ({ what }) => {
      const mailboxIds = props.chosen.map(({ id }) => id);
      await (what === RETURN ? actions.revoke(mailboxIds) : actions.apply(what, mailboxIds));
      props.onClose();
    },
  });
  const what = () => form.values().what;
  const available = (kind: LicenceKind) => licences.data?.kinds.find((each) => each.kind === kind)?.available ?? 0;
  return (
    <Dialog title={`Licences of ${counted(props.chosen.length, 'mailbox', 'mailboxes')}`} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={what() === RETURN ? 'Return' : 'Apply'}
        busyLabel={what() === RETURN ? 'Returning …' : 'Applying …'}
        isEmpty={licences.data === undefined}
      >
        <Switch fallback={<Skeleton lines={3} height={40} />}>
          <Match when={licences.error && !licences.data}>
            <ProblemNotice problem={problemIn(licences.error)} onRetry={() => void licences.refetch()} />
          </Match>
          <Match when={licences.data}>
            <fieldset class={styles.group}>
              <legend>For the owner of each mailbox</legend>
              {LICENCE_KINDS.toReversed().map((kind) => (
                <Check
                  choiceOf="mailbox-licence"
                  checked={what() === kind}
                  onChange={() => form.set('what', kind)}
                  hint={`${LICENCE_HINTS[kind]} ${formatCount(available(kind))} available.`}
                >
                  Apply a {LICENCE_NAMES[kind]}
                </Check>
              ))}
              <Check
                choiceOf="mailbox-licence"
                checked={what() === RETURN}
                onChange={() => form.set('what', RETURN)}
                hint="Those that a pass has used stay with their owners."
              >
                Return unused licences
              </Check>
            </fieldset>
          </Match>
        </Switch>
        <Show when={what() !== RETURN}>
          <p class="small muted">Owners who already have this licence keep it and need no other.</p>
        </Show>
      </Form>
    </Dialog>
  );
}
