import type { JSX } from 'solid-js';
import { PRE_STAGE_DAYS } from '../../../worker/lib/limits.ts';
import type { Mailbox } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import type { PassActions } from './queries.ts';
import { isInPass } from './queries.ts';
import { button } from '../../ui/button.ts';

/** The main button: starts a pass for the selected mailboxes, or for all shown; stops it while one runs. */
export function StartMenu(props: {
  mailboxes: Mailbox[];
  /** Those that a filter or a search leaves. */
  shown: Mailbox[];
  selected: ReadonlySet<string>;
  actions: PassActions;
}): JSX.Element {
  const chosen = () =>
    props.selected.size > 0 ? props.mailboxes.filter(({ id }) => props.selected.has(id)) : props.shown;
  const free = () => chosen().filter((mailbox) => !isInPass(mailbox));
  const failed = () => free().filter((mailbox) => mailbox.errorCount > 0);
  const moving = () => chosen().filter(isInPass);
  const words = (list: Mailbox[]) => {
    const isNarrowed = props.shown.length < props.mailboxes.length;
    if (props.selected.size === 0 && list.length === props.mailboxes.length)
      return `all ${formatCount(list.length)} mailboxes`;
    const count = `${formatCount(list.length)} ${list.length === 1 ? 'mailbox' : 'mailboxes'}`;
    return props.selected.size === 0 && isNarrowed ? `the ${count} shown` : count;
  };
  const ids = () => free().map((mailbox) => mailbox.id);
  return (
    <MenuButton
      class={button('primary')}
      name="Start"
      disabled={props.mailboxes.length === 0}
      label={
        <>
          <Icon name="play" /> Start <Icon name="down" />
        </>
      }
      items={[
        {
          label: 'Verify credentials',
          hint: `Signs in on both sides and copies nothing: ${words(free())}`,
          icon: 'key',
          disabled: free().length === 0,
          run: () => void props.actions.start('verify', ids()),
        },
        {
          label: 'Inventory',
          hint: `Counts folders and items on both sides and estimates the time; copies nothing: ${words(free())}`,
          icon: 'search',
          disabled: free().length === 0,
          run: () => void props.actions.start('inventory', ids()),
        },
        {
          label: 'Trial',
          hint: `Copies ten items from each folder as a test: ${words(free())}`,
          icon: 'circle',
          disabled: free().length === 0,
          run: () => void props.actions.start('trial', ids()),
        },
        {
          label: 'Pre-stage',
          hint: `Copies items older than ${PRE_STAGE_DAYS} days while users still work at the source: ${words(free())}`,
          icon: 'clock',
          disabled: free().length === 0,
          run: () => void props.actions.start('pre-stage', ids()),
        },
        {
          label: 'Full pass',
          hint: `Copies everything that is new, changed or missing: ${words(free())}`,
          icon: 'projects',
          disabled: free().length === 0,
          run: () => void props.actions.start('full', ids()),
        },
        {
          label: 'Retry errors',
          hint: failed().length > 0 ? `Tries to copy the failed items again: ${words(failed())}` : 'Nothing has failed',
          icon: 'refresh',
          disabled: failed().length === 0,
          run: () =>
            void props.actions.start(
              'retry-errors',
              failed().map((mailbox) => mailbox.id),
            ),
        },
        {
          label: 'Stop',
          hint:
            moving().length > 0
              ? `Stops within ten seconds and loses nothing: ${words(moving())}`
              : 'Nothing is running',
          icon: 'stop',
          disabled: moving().length === 0,
          run: () => void props.actions.stop(moving()),
        },
      ]}
    />
  );
}
