import type { JSX } from 'solid-js';
import { For, Show, createMemo, createSignal } from 'solid-js';
import type { Loss } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { createLossesQuery } from './queries.ts';
import styles from './error-list.module.css';

const KINDS: Readonly<Record<Loss['kind'], string>> = {
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
  copy: 'Copy that stays',
};

/** Of one item, by its folder, class and date. */
const isOfItem = ({ kind }: Loss): boolean => kind === 'item' || kind === 'copy';

/** So many of one reason are shown before more are asked for. */
const SHOWN = 25;

/** What of a mailbox did not come along though the rest did, by the reason. Nothing at all where everything came. */
export function LossesList(props: { mailboxId: string }): JSX.Element {
  const losses = createLossesQuery(() => props.mailboxId);
  const groups = createMemo(() => groupLosses(losses.data ?? []));
  return (
    <Show when={losses.data?.length}>
      {(count) => (
        <section aria-label="Left behind">
          <h3 class={styles.heading}>Left behind: {formatCount(count())}</h3>
          <For each={groups()}>
            {(group) =>
              group.length === 1 ? <LossEntry loss={group[0]!} /> : <LossGroup losses={group as [Loss, ...Loss[]]} />
            }
          </For>
        </section>
      )}
    </Show>
  );
}

/** Losses of one kind and reason together, in the order in which they came. */
function groupLosses(losses: readonly Loss[]): Loss[][] {
  const groups = new Map<string, Loss[]>();
  for (const loss of losses) {
    const key = JSON.stringify([loss.kind, loss.code, loss.cause, loss.remedy]);
    const group = groups.get(key);
    if (group) group.push(loss);
    else groups.set(key, [loss]);
  }
  return [...groups.values()];
}

/** What is alike: cause and remedy once, then what they are about. */
function LossGroup(props: { losses: readonly [Loss, ...Loss[]] }): JSX.Element {
  const [shown, setShown] = createSignal(SHOWN);
  const first = () => props.losses[0];
  return (
    <article class={styles.group}>
      <h3>
        {KINDS[first().kind]}: {formatCount(props.losses.length)} <span class="faint">{first().code}</span>
      </h3>
      <p>{first().cause}</p>
      <p class="muted">{first().remedy}</p>
      <ul>
        <For each={props.losses.slice(0, shown())}>
          {(loss) => (
            <li>
              <span class="truncate" title={loss.name}>
                {loss.name}
              </span>
              <Show when={isOfItem(loss)}>
                <span class="small muted">
                  {[loss.itemClass ?? '', loss.date ? new Date(loss.date).toLocaleDateString() : '', loss.detail]
                    .filter((fact) => fact !== '')
                    .join(' · ')}
                </span>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.losses.length > shown()}>
        <button type="button" class="button ghost" onClick={() => setShown((count) => count * 4)}>
          {formatCount(props.losses.length - shown())} more
        </button>
      </Show>
    </article>
  );
}

/** One loss, with cause and remedy. */
export function LossEntry(props: { loss: Loss }): JSX.Element {
  const facts = () =>
    [
      props.loss.itemClass ?? '',
      props.loss.date ? new Date(props.loss.date).toLocaleDateString() : '',
      props.loss.code,
    ].filter((fact) => fact !== '');
  return (
    <article class={styles.entry}>
      <strong>{[KINDS[props.loss.kind], props.loss.name].filter((part) => part !== '').join(': ')}</strong>
      <span class="small muted">{facts().join(' · ')}</span>
      <Show when={isOfItem(props.loss)}>
        <span>{props.loss.detail}</span>
      </Show>
      <span>{props.loss.cause}</span>
      <span class="muted">{props.loss.remedy}</span>
    </article>
  );
}
