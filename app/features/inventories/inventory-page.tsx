import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch, createEffect, onCleanup } from 'solid-js';
import type { ProjectInventory } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Ago, Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createProjectQuery } from '../projects/queries.ts';
import { EstimateCard } from './estimate-card.tsx';
import { InventoryStart } from './inventory-start.tsx';
import styles from './inventory.module.css';
import { OversizeTable } from './oversize-table.tsx';
import { createEstimateQuery, createOversizeQuery, createProjectInventoryQuery } from './queries.ts';
import { SidesTable } from './sides-table.tsx';
import { dateWords, itemsWords } from './words.ts';

const WHILE_RUNNING_MS = 4_000;

/** What the mailboxes of a project have on both sides, what is too large, and how long passes take. */
export default function InventoryPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = createProjectQuery(() => params.id);
  const inventory = createProjectInventoryQuery(() => params.id);
  const estimate = createEstimateQuery(() => params.id);
  /** The project, where passes of it can be started. */
  const startable = () => (project.data?.archivedAt === null ? project.data : undefined);
  const isRunning = () => (project.data?.counters.running ?? 0) > 0;
  const isInPass = () => isRunning() || (project.data?.counters.waiting ?? 0) > 0;
  // This page has no socket: it looks again while something is counted.
  createEffect(() => {
    if (!isInPass()) return;
    const lookAgain = () => void Promise.all([project.refetch(), inventory.refetch(), estimate.refetch()]);
    const timer = setInterval(lookAgain, WHILE_RUNNING_MS);
    onCleanup(() => clearInterval(timer));
  });
  createTitle(() => ['Inventory', project.data?.name]);
  return (
    <div class={page.page}>
      <header class={page.head}>
        <div class="stack tight">
          <BackLink href={`/projects/${params.id}`}>{project.data?.name ?? 'Project'}</BackLink>
          <h1>Inventory</h1>
        </div>
        <Show when={(inventory.data?.source.mailboxCount ?? 0) > 0}>
          <div class="row wrap">
            <Show when={!isRunning()} fallback={<span class="small muted">A pass is running.</span>}>
              <Show when={startable()}>{(value) => <InventoryStart project={value()} isFirst={false} />}</Show>
            </Show>
            <a class={button()} href={`/api/projects/${params.id}/inventory.csv`} download="">
              <Icon name="download" /> Save as CSV
            </a>
          </div>
        </Show>
      </header>
      <Switch fallback={<Skeleton lines={5} height={60} />}>
        <Match when={inventory.error && !inventory.data}>
          <ProblemNotice problem={problemIn(inventory.error)} onRetry={() => void inventory.refetch()} />
        </Match>
        <Match when={inventory.data?.source.mailboxCount === 0}>
          <div class="card">
            <Switch>
              <Match when={isInPass()}>
                <Empty icon="running" title={isRunning() ? 'A pass is running' : 'A pass is waiting'}>
                  <p>Mailboxes appear here as soon as they are counted.</p>
                </Empty>
              </Match>
              <Match when={project.data && !startable()}>
                <Empty icon="search" title="No inventory">
                  <p>The project was archived before it had an inventory. Restore it to start one.</p>
                </Empty>
              </Match>
              <Match when={project.data?.counters.total === 0}>
                <Empty icon="search" title="No mailboxes yet">
                  <p>Add mailboxes to the project. An inventory then counts them on both sides.</p>
                  <a class={button('primary')} href={`/projects/${params.id}/mailboxes/add`}>
                    <Icon name="plus" /> Add mailboxes
                  </a>
                </Empty>
              </Match>
              <Match when={project.data}>
                <Empty icon="search" title="No inventory yet">
                  <p>An inventory counts folders and items on both sides and estimates the time. It copies nothing.</p>
                  <Show when={startable()}>{(value) => <InventoryStart project={value()} isFirst />}</Show>
                </Empty>
              </Match>
            </Switch>
          </div>
        </Match>
        <Match when={inventory.data}>
          {(data) => (
            <div class={styles.sections}>
              <Totals inventory={data()} />
              <Show when={estimate.data} fallback={<Skeleton lines={4} height={40} />}>
                {(value) => <EstimateCard estimate={value()} />}
              </Show>
              <Closed projectId={params.id} mailboxes={data().closedDestinations} />
              <Oversize projectId={params.id} inventory={data()} />
            </div>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function Totals(props: { inventory: ProjectInventory }): JSX.Element {
  const row = (name: string, wordsOf: (side: ProjectInventory['source']) => string) => ({
    name,
    source: wordsOf(props.inventory.source),
    destination: wordsOf(props.inventory.destination),
  });
  const rows = () => [
    row('Mailboxes that could be opened', ({ openedCount }) => formatCount(openedCount)),
    row('Folders', ({ folderCount }) => formatCount(folderCount)),
    row('Oldest item', ({ oldestAt }) => dateWords(oldestAt)),
    row('Newest item', ({ newestAt }) => dateWords(newestAt)),
    row('Archives', ({ archive }) =>
      archive.mailboxCount === 0 ? 'none' : `${formatCount(archive.mailboxCount)} with ${itemsWords(archive.items)}`,
    ),
    row('Recoverable items', ({ recoverableItems }) => itemsWords(recoverableItems)),
    row('All items', ({ items }) => itemsWords(items)),
  ];
  return (
    <section class={`card ${styles.section}`} aria-labelledby="totals-title">
      <h2 id="totals-title">Both sides</h2>
      <p class="small muted">
        {formatCount(props.inventory.source.mailboxCount)} of {formatCount(props.inventory.mailboxCount)} mailboxes
        counted. The oldest count is from <Ago at={props.inventory.countedAt} />.
        <Show when={props.inventory.source.isSampled}> Kinds follow from samples where folders are very large.</Show>
      </p>
      <SidesTable
        label="What both sides have"
        rows={rows()}
        source={props.inventory.source}
        destination={props.inventory.destination}
      />
    </section>
  );
}

/** Mailboxes that have no destination yet, or none that can be opened. */
function Closed(props: { projectId: string; mailboxes: ProjectInventory['closedDestinations'] }): JSX.Element {
  return (
    <Show when={props.mailboxes.length > 0}>
      <section class={`card ${styles.section} ${styles.wide}`} aria-labelledby="closed-title">
        <h2 id="closed-title">Destination mailboxes that cannot be opened ({formatCount(props.mailboxes.length)})</h2>
        <div class={styles.scroll}>
          <table class={styles.table} aria-labelledby="closed-title">
            <thead>
              <tr>
                <th scope="col">Destination</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              <For each={props.mailboxes}>
                {(mailbox) => (
                  <tr>
                    <td class={styles.long}>
                      <a href={`/projects/${props.projectId}/mailboxes/${mailbox.mailboxId}`}>
                        {mailbox.destinationEmail}
                      </a>
                    </td>
                    <td>{mailbox.finding.title}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </section>
    </Show>
  );
}

function Oversize(props: { projectId: string; inventory: ProjectInventory }): JSX.Element {
  const items = createOversizeQuery(() => props.projectId);
  const count = () => props.inventory.source.oversize.count;
  return (
    <section class={`card ${styles.section} ${styles.wide}`} aria-labelledby="oversize-title">
      <h2 id="oversize-title">
        Too large for the destination ({formatCount(count())}
        {props.inventory.source.isOversizeCut ? ' or more' : ''})
      </h2>
      <Show when={count() > 0} fallback={<p class="muted">No item is larger than the destination accepts.</p>}>
        <p class="small muted">
          Passes list these items as failed. Ask the destination’s provider to raise the size limit, or let the owners
          save large attachments elsewhere first.
        </p>
        <Show when={items.data} fallback={<Skeleton lines={3} height={26} />}>
          {(list) => (
            <div class={styles.scroll}>
              <OversizeTable items={list()} projectId={props.projectId} />
            </div>
          )}
        </Show>
      </Show>
    </section>
  );
}
