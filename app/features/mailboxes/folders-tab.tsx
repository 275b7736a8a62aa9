import { formatMoment } from '../../lib/dates.ts';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch, createMemo, createSignal } from 'solid-js';
import { problemIn } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import type { FolderCounts } from './folder-differences.ts';
import { isAmiss, isDiffering, sumFolders, wordsOf } from './folder-differences.ts';
import styles from './counts-table.module.css';
import { createStatisticsQuery } from './queries.ts';
import chips from '../../ui/chips.module.css';
import { Badge } from '../../ui/badge.tsx';
import { RowText } from '../../ui/row-text.tsx';

/** Both sides, folder by folder: counts, sizes, and what is not equal. */
export function FoldersTab(props: { mailboxId: string }): JSX.Element {
  const statistics = createStatisticsQuery(() => props.mailboxId);
  return (
    <Switch fallback={<Skeleton lines={6} height={26} />}>
      <Match when={statistics.data?.folders.length === 0}>
        <p class="muted">When a pass ends, Mailferry counts both sides folder by folder and shows the result here.</p>
      </Match>
      <Match when={statistics.data}>{(data) => <FolderTable folders={data().folders} />}</Match>
      <Match when={statistics.error}>
        <ProblemNotice problem={problemIn(statistics.error)} onRetry={() => void statistics.refetch()} />
      </Match>
    </Switch>
  );
}

function FolderTable(props: { folders: readonly FolderCounts[] }): JSX.Element {
  const [isNarrowed, setNarrowed] = createSignal(false);
  const differing = createMemo(() => props.folders.filter(isDiffering));
  const shown = () => (isNarrowed() && differing().length > 0 ? differing() : props.folders);
  const sum = createMemo(() => sumFolders(props.folders));
  return (
    <div class="stack">
      <Verdict folders={props.folders} />
      <Show when={differing().length > 0}>
        <div class={chips.strip} role="group" aria-label="Show folders">
          <button type="button" class={chips.chip} aria-pressed={!isNarrowed()} onClick={() => setNarrowed(false)}>
            All <b>{formatCount(props.folders.length)}</b>
          </button>
          <button type="button" class={chips.chip} aria-pressed={isNarrowed()} onClick={() => setNarrowed(true)}>
            Different <b>{formatCount(differing().length)}</b>
          </button>
        </div>
      </Show>
      <table class={styles.table}>
        <thead>
          <tr>
            <th scope="col">Folder</th>
            <th scope="col">Source</th>
            <th scope="col">Destination</th>
          </tr>
        </thead>
        <tbody>
          <For each={shown()}>{(folder) => <FolderRow folder={folder} />}</For>
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All folders</th>
            <SizeCell {...sum().source} />
            <SizeCell {...sum().destination} />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** The one line that says whether both sides agree. */
function Verdict(props: { folders: readonly FolderCounts[] }): JSX.Element {
  const sum = createMemo(() => sumFolders(props.folders));
  const isBad = () => props.folders.some(isAmiss);
  const words = () => {
    const { missing, failed, setAside } = sum();
    if (isBad())
      return [
        setAside > 0 ? `${counted(setAside, 'folder', 'folders')} set aside` : '',
        missing > 0 ? `${formatCount(missing)} copied but no longer there` : '',
        failed > 0 ? `${formatCount(failed)} failed` : '',
      ]
        .filter((part) => part !== '')
        .join(', ');
    return props.folders.some(isDiffering)
      ? 'Everything that had to be copied is there. Some folders still differ.'
      : 'Everything is there: both sides are equal, folder by folder.';
  };
  return (
    <Badge tone={isBad() ? 'bad' : 'ok'} icon={isBad() ? 'warning' : 'check-circle'}>
      {words()}
    </Badge>
  );
}

function FolderRow(props: { folder: FolderCounts }): JSX.Element {
  const words = () => wordsOf(props.folder);
  return (
    <>
      <tr classList={{ [styles.differs!]: words().length > 0 }}>
        <td>
          <RowText text={props.folder.path} />
        </td>
        <SizeCell {...props.folder.source} />
        <SizeCell {...props.folder.destination} isBad={isAmiss(props.folder)} />
      </tr>
      <Show when={words().length > 0}>
        <tr class={styles.why}>
          <td colSpan={3}>
            <For each={words()}>{(line) => <div>{line}</div>}</For>
            <Show when={props.folder.differences.length > 0}>
              <ul aria-label={`Missing from ${props.folder.path}`}>
                <For each={props.folder.differences}>
                  {(item) => (
                    <li>
                      {[item.itemClass, formatBytes(item.sizeBytes), item.itemAt ? formatMoment(item.itemAt) : '']
                        .filter((fact) => fact !== '')
                        .join(' · ')}
                    </li>
                  )}
                </For>
                <Show when={props.folder.missing.count > props.folder.differences.length}>
                  <li>and {formatCount(props.folder.missing.count - props.folder.differences.length)} more</li>
                </Show>
              </ul>
            </Show>
          </td>
        </tr>
      </Show>
    </>
  );
}

function SizeCell(props: { count: number; bytes: number; isBad?: boolean }): JSX.Element {
  return (
    <td classList={{ 'tone-bad': props.isBad === true }}>
      {formatCount(props.count)}
      <Show when={props.count > 0 && props.bytes > 0}>
        <div class="small faint">{formatBytes(props.bytes)}</div>
      </Show>
    </td>
  );
}
