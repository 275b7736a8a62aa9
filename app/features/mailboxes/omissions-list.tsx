import { formatDate } from '../../lib/dates.ts';
import type { JSX } from 'solid-js';
import { For, Show, createMemo, createSignal } from 'solid-js';
import { GLOSSARY } from '../../../worker/lib/glossary.ts';
import type { Omission } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { RowText } from '../../ui/row-text.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { createOmissionsQuery } from './queries.ts';
import { button } from '../../ui/button.ts';
import styles from './error-list.module.css';

const KINDS: Readonly<Record<Omission['kind'], string>> = {
  permissions: 'Folder permission',
  rules: 'Inbox rule',
  delegates: 'Delegate',
  'out-of-office': 'Out-of-office reply',
  categories: 'Category list',
  archive: 'Archive mailbox',
  'recoverable-items': 'Recoverable items',
  folders: 'Folders',
  changes: 'Changes since the last pass',
  item: 'Part of an item',
  copy: 'Kept copy',
};

/** Of one item, by its folder, class and date. */
const isOfItem = ({ kind }: Omission): boolean => kind === 'item' || kind === 'copy';

/** How many omissions of one reason to show before "more" is pressed. */
const SHOWN = 25;

/** A mailbox's omissions by reason. Empty if there are none. */
export function OmissionsList(props: { mailboxId: string }): JSX.Element {
  const omissions = createOmissionsQuery(() => props.mailboxId);
  const groups = createMemo(() => groupOmissions(omissions.data ?? []));
  return (
    <Show when={omissions.data?.length}>
      {(count) => (
        <section aria-label="Omissions">
          <h3 class={styles.heading}>
            <Tooltip words={GLOSSARY.omission}>Omissions</Tooltip>: {formatCount(count())}
          </h3>
          <For each={groups()}>
            {(group) =>
              group.length === 1 ? (
                <OmissionEntry omission={group[0]!} />
              ) : (
                <OmissionGroup omissions={group as [Omission, ...Omission[]]} />
              )
            }
          </For>
        </section>
      )}
    </Show>
  );
}

/** Omissions of one kind and reason together, in the order in which they came. */
function groupOmissions(omissions: readonly Omission[]): Omission[][] {
  const groups = new Map<string, Omission[]>();
  for (const omission of omissions) {
    const key = JSON.stringify([omission.kind, omission.code, omission.cause, omission.remedy]);
    const group = groups.get(key);
    if (group) group.push(omission);
    else groups.set(key, [omission]);
  }
  return [...groups.values()];
}

/** What is alike: cause and remedy once, then what they are about. */
function OmissionGroup(props: { omissions: readonly [Omission, ...Omission[]] }): JSX.Element {
  const [shown, setShown] = createSignal(SHOWN);
  const first = () => props.omissions[0];
  return (
    <article class={styles.group}>
      <h3>
        {KINDS[first().kind]}: {formatCount(props.omissions.length)} <span class="faint">{first().code}</span>
      </h3>
      <p>{first().cause}</p>
      <p class="muted">{first().remedy}</p>
      <ul>
        <For each={props.omissions.slice(0, shown())}>
          {(omission) => (
            <li>
              <RowText text={omission.name} />
              <Show when={isOfItem(omission)}>
                <span class="small muted">
                  {[omission.itemClass ?? '', omission.date ? formatDate(omission.date) : '', omission.detail]
                    .filter((fact) => fact !== '')
                    .join(' · ')}
                </span>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.omissions.length > shown()}>
        <button type="button" class={button('ghost')} onClick={() => setShown((count) => count * 4)}>
          {formatCount(props.omissions.length - shown())} more
        </button>
      </Show>
    </article>
  );
}

/** One omission, with cause and remedy. */
export function OmissionEntry(props: { omission: Omission }): JSX.Element {
  const facts = () =>
    [
      props.omission.itemClass ?? '',
      props.omission.date ? formatDate(props.omission.date) : '',
      props.omission.code,
    ].filter((fact) => fact !== '');
  return (
    <article class={styles.entry}>
      <strong>{[KINDS[props.omission.kind], props.omission.name].filter((part) => part !== '').join(': ')}</strong>
      <span class="small muted">{facts().join(' · ')}</span>
      <Show when={isOfItem(props.omission)}>
        <span>{props.omission.detail}</span>
      </Show>
      <span>{props.omission.cause}</span>
      <span class="muted">{props.omission.remedy}</span>
    </article>
  );
}
