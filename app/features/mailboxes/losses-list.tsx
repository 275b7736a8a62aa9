import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { Loss } from '../../api.ts';
import { createLossesQuery } from './queries.ts';

const KINDS: Readonly<Record<Loss['kind'], string>> = {
  permissions: 'Folder permission',
  rules: 'Inbox rule',
  delegates: 'Delegate',
  'out-of-office': 'Out-of-office reply',
  categories: 'Category list',
  archive: 'Archive mailbox',
  'recoverable-items': 'Recoverable items',
  item: 'Part of an item',
};

/** What of a mailbox did not come along though the rest did. Nothing at all where everything came. */
export function LossesList(props: { mailboxId: string }): JSX.Element {
  const losses = createLossesQuery(() => props.mailboxId);
  return (
    <Show when={losses.data?.items.length ? losses.data.items : undefined}>
      {(items) => (
        <section aria-label="Left behind">
          <h3>Left behind</h3>
          <For each={items()}>{(loss) => <LossEntry loss={loss} />}</For>
        </section>
      )}
    </Show>
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
    <article class="item-error">
      <strong>{[KINDS[props.loss.kind], props.loss.name].filter((part) => part !== '').join(': ')}</strong>
      <span class="small muted">{facts().join(' · ')}</span>
      <Show when={props.loss.kind === 'item'}>
        <span>{props.loss.detail}</span>
      </Show>
      <span>{props.loss.cause}</span>
      <span class="muted">{props.loss.remedy}</span>
    </article>
  );
}
