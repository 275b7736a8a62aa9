import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import type { LicenceEntry } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { EachById } from '../../ui/each-by-id.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { entryWords, formatChange } from './licence-words.ts';
import styles from './licences.module.css';
import { createLedgerQuery } from './queries.ts';

/** Every change of the balances, latest first. */
export function Ledger(): JSX.Element {
  const [pages, setPages] = createSignal(1);
  const ledger = createLedgerQuery(pages);
  return (
    <section class="card pad stack">
      <div class="stack tight">
        <h2>Ledger</h2>
        <p class="muted">Every change of the balances. Entries are never changed or deleted.</p>
      </div>
      <Show when={ledger.error}>
        <ProblemNotice
          problem={problemIn(ledger.error)}
          tone={ledger.data ? 'wait' : 'bad'}
          onRetry={() => void ledger.refetch()}
        />
      </Show>
      <Show when={ledger.data} fallback={ledger.error ? undefined : <Skeleton lines={2} />}>
        {(data) => (
          <>
            <Show when={data().items.length === 0}>
              <p class="muted">No entries yet.</p>
            </Show>
            <div>
              <EachById each={data().items}>{(entry) => <Row entry={entry()} />}</EachById>
            </div>
            <Show when={data().hasMore || pages() > 1}>
              <Pager
                shown={data().items.length}
                hasMore={data().hasMore}
                isBusy={ledger.isPlaceholder}
                onMore={() => setPages((count) => count + 1)}
              />
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

function Row(props: { entry: LicenceEntry }): JSX.Element {
  return (
    <div class={styles.line}>
      <div class="stack tight">
        <CutText text={`${entryWords(props.entry)}: ${props.entry.subject}`} />
        <span class="small muted">
          {LICENCE_NAMES[props.entry.kind]}, {props.entry.actor.name} <Ago at={props.entry.at} />
        </span>
      </div>
      <span class={styles.number}>{formatChange(props.entry.amount)}</span>
    </div>
  );
}
