import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Suspense, Switch, createSignal, lazy } from 'solid-js';
import type { Mailbox } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { Icon } from '../../../ui/icon.tsx';
import { MenuButton } from '../../../ui/menu.tsx';
import { createLicencesQuery } from '../../licences/queries.ts';
import { isInPass } from '../../passes/queries.ts';
import { createEditActions } from './edit-actions.ts';
import { removeNow, removeSoon } from './removal.ts';

// With the code of dialogs and forms.
const DestinationDialog = lazy(async () => ({ default: (await import('./destination-dialog.tsx')).DestinationDialog }));
const SignInsDialog = lazy(async () => ({ default: (await import('./sign-ins-dialog.tsx')).SignInsDialog }));
const TagsDialog = lazy(async () => ({ default: (await import('./tags-dialog.tsx')).TagsDialog }));
const WaveChoiceDialog = lazy(async () => ({
  default: (await import('../../waves/wave-choice-dialog.tsx')).WaveChoiceDialog,
}));
const MailboxLicencesDialog = lazy(async () => ({
  default: (await import('../../licences/mailbox-licences-dialog.tsx')).MailboxLicencesDialog,
}));
const Confirm = lazy(async () => ({ default: (await import('../../../ui/confirm.tsx')).Confirm }));

type Opened = {
  dialog: 'destination' | 'sign-ins' | 'tags' | 'wave' | 'licences' | 'remove';
  chosen: readonly Mailbox[];
};

/** Something that is known of a mailbox, and would be lost with it. */
const hasHistory = ({ passId, progress }: Mailbox): boolean => passId !== null || progress.itemsDone > 0;

/** What changes several mailboxes: those that are selected, or else shown. */
export function EditMenu(props: {
  projectId: string;
  projectName: string;
  mailboxes: readonly Mailbox[];
  shown: readonly Mailbox[];
  selected: ReadonlySet<string>;
}): JSX.Element {
  const client = useQueryClient();
  // Most workgroups use none.
  const licences = createLicencesQuery();
  const actions = createEditActions(() => props.projectId);
  const [opened, setOpened] = createSignal<Opened>();
  const chosen = () =>
    props.selected.size > 0 ? props.mailboxes.filter(({ id }) => props.selected.has(id)) : props.shown;
  const free = () => chosen().filter((mailbox) => !isInPass(mailbox));
  const words = (list: readonly Mailbox[]) => {
    const count = counted(list.length, 'mailbox', 'mailboxes');
    if (props.selected.size > 0) return count;
    return list.length === props.mailboxes.length ? `all ${count}` : `the ${count} shown`;
  };
  const open = (dialog: Opened['dialog'], list: readonly Mailbox[]) => setOpened({ dialog, chosen: list });
  const close = () => setOpened();
  const is = (dialog: Opened['dialog']) => {
    const value = opened();
    return value?.dialog === dialog ? value.chosen : undefined;
  };
  const remove = (list: readonly Mailbox[]) => {
    if (list.some(hasHistory)) return void open('remove', list);
    removeSoon(
      client,
      props.projectId,
      list.map(({ id }) => id),
    );
  };
  return (
    <>
      <MenuButton
        name="Edit"
        disabled={props.mailboxes.length === 0}
        label={
          <>
            <Icon name="edit" /> Edit <Icon name="down" />
          </>
        }
        items={[
          {
            label: 'Destination addresses',
            hint: `Search and replace, or a pattern: ${words(chosen())}`,
            icon: 'next',
            disabled: chosen().length === 0,
            run: () => void open('destination', chosen()),
          },
          {
            label: 'Logins and passwords',
            hint: `On one side: ${words(chosen())}`,
            icon: 'key',
            disabled: chosen().length === 0,
            run: () => void open('sign-ins', chosen()),
          },
          {
            label: 'Tags',
            hint: `Add or remove: ${words(chosen())}`,
            icon: 'tag',
            disabled: chosen().length === 0,
            run: () => void open('tags', chosen()),
          },
          {
            label: 'Wave',
            hint: `Cut over together: ${words(chosen())}`,
            icon: 'clock',
            disabled: chosen().length === 0,
            run: () => void open('wave', chosen()),
          },
          ...(licences.data?.isOn
            ? [
                {
                  label: 'Licences',
                  hint: `Apply, or return unused ones: ${words(chosen())}`,
                  icon: 'licence' as const,
                  disabled: chosen().length === 0,
                  run: () => void open('licences', chosen()),
                },
              ]
            : []),
          {
            label: 'Remove from the project',
            hint:
              free().length > 0
                ? `Nothing is deleted on the servers: ${words(free())}`
                : 'A pass is running on them. Stop it first.',
            icon: 'failed',
            disabled: free().length === 0,
            run: () => remove(free()),
          },
        ]}
      />
      <Suspense>
        <Switch>
          <Match when={is('destination')}>
            {(list) => <DestinationDialog chosen={list()} all={props.mailboxes} actions={actions} onClose={close} />}
          </Match>
          <Match when={is('sign-ins')}>
            {(list) => <SignInsDialog chosen={list()} actions={actions} onClose={close} />}
          </Match>
          <Match when={is('tags')}>{(list) => <TagsDialog chosen={list()} actions={actions} onClose={close} />}</Match>
          <Match when={is('wave')}>
            {(list) => (
              <WaveChoiceDialog projectId={props.projectId} chosen={list()} actions={actions} onClose={close} />
            )}
          </Match>
          <Match when={is('licences')}>
            {(list) => <MailboxLicencesDialog projectId={props.projectId} chosen={list()} onClose={close} />}
          </Match>
          <Match when={is('remove')}>
            {(list) => (
              <Confirm
                title={`Remove ${counted(list().length, 'mailbox', 'mailboxes')}`}
                name={props.projectName}
                action="Remove"
                onConfirm={() => {
                  void removeNow(
                    client,
                    props.projectId,
                    list().map(({ id }) => id),
                  );
                  close();
                }}
                onClose={close}
              >
                <p>
                  {counted(list().filter(hasHistory).length, 'mailbox has', 'mailboxes have')} been in a pass. Mailferry
                  forgets what it has copied of them, with errors and statistics: a later pass would have to recognize
                  every item at the destination again.
                </p>
                <p>The mailboxes on the servers stay as they are.</p>
              </Confirm>
            )}
          </Match>
        </Switch>
      </Suspense>
    </>
  );
}
