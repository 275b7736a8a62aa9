import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Mailbox } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { createMeQuery } from '../session/queries.ts';
import type { RequestActions } from './queries.ts';
import { isOpen, isToBeAskedAgain, isToBeSentAgain } from './request-kinds.ts';

// With the code of dialogs and forms.
const PurgeDialog = lazy(async () => ({ default: (await import('./purge-dialog.tsx')).PurgeDialog }));

/** What can be done for the users of the mailboxes that are selected, or else shown. */
export function CredentialsMenu(props: {
  projectName: string;
  mailboxes: readonly Mailbox[];
  shown: readonly Mailbox[];
  selected: ReadonlySet<string>;
  actions: RequestActions;
}): JSX.Element {
  const me = createMeQuery();
  const [purging, setPurging] = createSignal<readonly string[]>();
  const chosen = () =>
    props.selected.size > 0 ? props.mailboxes.filter(({ id }) => props.selected.has(id)) : props.shown;
  const idsOf = (isWanted: (mailbox: Mailbox) => boolean) =>
    chosen()
      .filter(isWanted)
      .map(({ id }) => id);
  const open = () => idsOf((mailbox) => isOpen(mailbox.credentialRequest));
  const waiting = () => idsOf(isToBeSentAgain);
  const unusable = () => idsOf(isToBeAskedAgain);
  const stored = () => idsOf((mailbox) => mailbox.hasSourcePassword || mailbox.hasDestinationPassword);
  const mayPurge = () => can(me.data?.role ?? 'inactive', 'credentials.purge');
  const words = (ids: readonly string[]) => {
    const count = counted(ids.length, 'mailbox', 'mailboxes');
    return props.selected.size === 0 && ids.length < props.mailboxes.length ? `the ${count} shown` : count;
  };
  const hint = (ids: readonly string[], does: string, none: string) =>
    ids.length > 0 ? `${does}: ${words(ids)}` : none;
  return (
    <>
      <MenuButton
        name="Credentials"
        label={
          <>
            <Icon name="key" /> Credentials <Icon name="down" />
          </>
        }
        items={[
          {
            label: 'Send again',
            hint: hint(waiting(), 'Sends a new link, and ends the earlier one', 'No user is being asked'),
            icon: 'send',
            disabled: waiting().length === 0 || props.actions.isBusy(),
            run: () => void props.actions.resend(waiting()),
          },
          {
            label: 'Ask again',
            hint: hint(unusable(), 'Asks for passwords that no longer work', 'Every password works'),
            icon: 'refresh',
            disabled: unusable().length === 0 || props.actions.isBusy(),
            run: () => void props.actions.askAgain(unusable()),
          },
          {
            label: 'Revoke links',
            hint: hint(open(), 'Links that were sent stop working', 'No link is open'),
            icon: 'stop',
            disabled: open().length === 0 || props.actions.isBusy(),
            run: () => void props.actions.revoke(open()),
          },
          ...(mayPurge()
            ? [
                {
                  label: 'Purge credentials',
                  hint: hint(stored(), 'Deletes what users gave, with a receipt', 'No credentials are stored'),
                  icon: 'failed' as const,
                  disabled: stored().length === 0 || props.actions.isBusy(),
                  run: () => void setPurging(stored()),
                },
              ]
            : []),
        ]}
      />
      <Show when={purging()}>
        {(ids) => (
          <Suspense>
            <PurgeDialog
              name={props.projectName}
              count={ids().length}
              onConfirm={() => {
                void props.actions.purge(ids());
                setPurging();
              }}
              onClose={() => setPurging()}
            />
          </Suspense>
        )}
      </Show>
    </>
  );
}
