import type { JSX } from 'solid-js';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import { PASS_TYPES } from '../../../worker/lib/pass-types.ts';
import type { Mailbox } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import { Icon } from '../../ui/icon.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { PASS_WORDS } from './pass-words.ts';
import type { PassActions } from './queries.ts';
import { isInPass } from './queries.ts';
import { button } from '../../ui/button.ts';

type Choice = {
  mailboxes: readonly Mailbox[];
  /** Those that a filter or a search leaves. */
  shown: readonly Mailbox[];
  /** Also those that a filter hides now: selecting goes on over several filters. */
  selected: ReadonlySet<string>;
};

/** The mailboxes that are meant: those selected, or else those shown. */
function chosenOf({ mailboxes, shown, selected }: Choice): readonly Mailbox[] {
  return selected.size > 0 ? mailboxes.filter(({ id }) => selected.has(id)) : shown;
}

function wordsOf({ mailboxes, shown, selected }: Choice, list: readonly Mailbox[]): string {
  if (selected.size === 0 && list.length === mailboxes.length) return `all ${formatCount(list.length)} mailboxes`;
  const count = counted(list.length, 'mailbox', 'mailboxes');
  if (selected.size === 0 && shown.length < mailboxes.length) return `the ${count} shown`;
  const visible = new Set(shown);
  const hidden = selected.size === 0 ? 0 : list.filter((mailbox) => !visible.has(mailbox)).length;
  return hidden > 0 ? `${count}, ${formatCount(hidden)} of them hidden by the filter` : count;
}

/** What a pass starts on, for the dialog that asks before. */
export function startChoice(choice: Choice): { mailboxIds: string[] | undefined; which: string } {
  const chosen = chosenOf(choice);
  const isAll = chosen.length === choice.mailboxes.length;
  return { mailboxIds: isAll ? undefined : chosen.map(({ id }) => id), which: wordsOf(choice, chosen) };
}

/** The main button: chooses a pass for the selected mailboxes, or for all shown; stops it while one runs. */
export function StartMenu(props: Choice & { actions: PassActions; onChoose: (type: PassType) => void }): JSX.Element {
  const free = () => chosenOf(props).filter((mailbox) => !isInPass(mailbox));
  const failed = () => free().filter((mailbox) => mailbox.errorCount > 0);
  const moving = () => chosenOf(props).filter(isInPass);
  const item = (type: PassType) => {
    const list = type === 'retry-errors' ? failed() : free();
    const { label, does, icon } = PASS_WORDS[type];
    const none = type === 'retry-errors' && free().length > 0 ? 'Nothing has failed' : 'Already in a pass';
    return {
      label,
      icon,
      hint: list.length > 0 ? `${does}: ${wordsOf(props, list)}` : none,
      disabled: list.length === 0,
      run: () => props.onChoose(type),
    };
  };
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
        ...PASS_TYPES.map(item),
        {
          label: 'Stop',
          hint:
            moving().length > 0
              ? `Stops within ten seconds and loses nothing: ${wordsOf(props, moving())}`
              : 'Nothing is running',
          icon: 'stop',
          disabled: moving().length === 0,
          run: () => void props.actions.stop(moving()),
        },
      ]}
    />
  );
}
