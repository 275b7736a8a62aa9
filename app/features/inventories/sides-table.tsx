import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import { ITEM_KINDS } from '../../../worker/lib/item-kinds.ts';
import type { ItemKind } from '../../../worker/lib/item-kinds.ts';
import styles from './inventory.module.css';
import { itemsWords, KIND_NAMES } from './words.ts';

type Items = { count: number; bytes: number };
export type SideFacts = { kinds: Partial<Record<ItemKind, Items>>; items: Items };
type Row = { name: string; source: string; destination: string; isPart?: boolean };

/** Both sides beside each other: the facts that are given, then the items by kind. */
export function SidesTable(props: {
  label: string;
  rows: readonly Row[];
  source: SideFacts | undefined;
  destination: SideFacts | undefined;
}): JSX.Element {
  const of = (side: SideFacts | undefined, kind: ItemKind) => {
    const items = side?.kinds[kind];
    return side ? (items ? itemsWords(items) : '0') : '—';
  };
  const kinds = () => ITEM_KINDS.filter((kind) => props.source?.kinds[kind] || props.destination?.kinds[kind]);
  const rows = (): Row[] => [
    ...props.rows,
    ...kinds().map((kind) => ({
      name: KIND_NAMES[kind],
      source: of(props.source, kind),
      destination: of(props.destination, kind),
      isPart: true,
    })),
  ];
  return (
    <table class={styles.table} aria-label={props.label}>
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">What</span>
          </th>
          <th scope="col">Source</th>
          <th scope="col">Destination</th>
        </tr>
      </thead>
      <tbody>
        <For each={rows()}>
          {(row) => (
            <tr classList={{ [styles.part!]: row.isPart === true }}>
              <th scope="row">{row.name}</th>
              <td class={styles.figure}>{row.source}</td>
              <td class={styles.figure}>{row.destination}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}
