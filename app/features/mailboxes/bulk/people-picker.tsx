import type { JSX } from 'solid-js';
import { Match, Show, Switch, createMemo, createSignal, onMount } from 'solid-js';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { button } from '../../../ui/button.ts';
import type { Column } from '../../../ui/data-table/column.ts';
import { DataTable } from '../../../ui/data-table/data-table.tsx';
import { pickRows } from '../../../ui/data-table/selection.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Empty, Notice, ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { createShortcut } from '../../../ui/shortcuts.ts';
import styles from './bulk-add.module.css';
import type { SessionFacts } from './list-session.ts';
import type { PersonRow } from './people-list.ts';
import { fittingPeople, listTextOf, personRows } from './people-list.ts';
import { createPeopleReader } from './people-reader.ts';

const GRID_ID = 'people-grid';
const mailboxesWords = (count: number) => counted(count, 'mailbox', 'mailboxes');

/** Why somebody may not need to be chosen. Nothing for everybody else. */
function StateBadge(props: { person: PersonRow }): JSX.Element {
  return (
    <Switch>
      <Match when={props.person.state === 'added'}>
        <Badge tone="idle" icon="check-circle">
          In the project
        </Badge>
      </Match>
      <Match when={props.person.state === 'outside'}>
        <Badge tone="wait" icon="warning">
          Outside the domains
        </Badge>
      </Match>
    </Switch>
  );
}

const typeWords = ({ type }: PersonRow) => (type === 'room' ? 'Room' : 'Mailbox');

const COLUMNS: Column<PersonRow>[] = [
  {
    id: 'name',
    title: 'Name',
    track: 'minmax(120px, 1fr)',
    sortBy: ({ name }) => name,
    cell: (row) => <span class="truncate">{row().name}</span>,
  },
  {
    id: 'email',
    title: 'Address',
    track: 'minmax(140px, 1.2fr)',
    sortBy: ({ email }) => email,
    cell: (row) => <span class="truncate">{row().email}</span>,
  },
  {
    id: 'type',
    title: 'Type',
    track: '96px',
    from: 620,
    sortBy: typeWords,
    cell: (row) => <span class="small muted">{typeWords(row())}</span>,
  },
  {
    id: 'state',
    title: 'Note',
    track: 'minmax(150px, 0.8fr)',
    sortBy: ({ state }) => state,
    cell: (row) => <StateBadge person={row()} />,
  },
];

/** The people on the source server, to choose from. */
export function PeoplePicker(props: {
  projectId: string;
  facts: SessionFacts;
  onChoose: (list: string) => void;
  onBack: () => void;
}): JSX.Element {
  let input: HTMLInputElement | undefined;
  let section!: HTMLElement;
  const reader = createPeopleReader(props.projectId);
  const [words, setWords] = createSignal('');
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set<string>());
  const rows = createMemo(() => personRows(reader.people(), props.facts));
  const shown = createMemo(() => fittingPeople(rows(), words()));
  const addable = () => shown().filter(({ state }) => state !== 'added');
  const chosen = createMemo(() => rows().filter(({ id, state }) => state !== 'added' && selected().has(id)));
  const added = () => rows().filter(({ state }) => state === 'added').length;
  const isAll = () => addable().length > 0 && addable().every(({ id }) => selected().has(id));
  createShortcut('search', () => input?.focus());
  onMount(() => {
    void reader.run();
    // The button that led here has gone.
    if (document.activeElement === document.body) section.focus();
  });

  return (
    <section ref={section} tabIndex={-1} class="stack" aria-label="People on the server">
      <Show when={reader.problem()}>
        {(problem) => <ProblemNotice problem={problem()} onRetry={() => void reader.run()} />}
      </Show>
      <Switch>
        <Match when={rows().length > 0 || (reader.isReading() && words() !== '')}>
          <div class={styles.bar}>
            <SearchField
              ref={(element) => (input = element)}
              class={styles.search}
              label="Search people"
              value={words()}
              onInput={setWords}
              onLeave={() => document.getElementById(GRID_ID)?.focus()}
            />
            <Show when={words().trim() !== '' && !reader.isDone()}>
              <button type="button" class={button()} onClick={() => reader.search(words().trim())}>
                <Icon name="search" /> Search the server
              </button>
            </Show>
            <button
              type="button"
              class={button()}
              disabled={addable().length === 0}
              onClick={() => setSelected(pickRows(addable(), selected(), !isAll()))}
            >
              {isAll() ? 'Select none' : `Select all${addable().length > 0 ? ` ${formatCount(addable().length)}` : ''}`}
            </button>
          </div>
          <p class={`small muted ${styles.progress}`} role="status">
            <span>
              {mailboxesWords(rows().length)} found
              {added() > 0 ? `, ${formatCount(added())} of them in the project` : ''}.
            </span>
            <Switch>
              <Match when={reader.pauseSeconds() > 0}>
                <span>The server is busy. Continues in {reader.pauseSeconds()} s.</span>
              </Match>
              <Match when={reader.isReading()}>
                <span>Reading the address list …</span>
              </Match>
              <Match when={!reader.isDone() && !reader.problem()}>
                <span>Stopped before the end of the list.</span>
              </Match>
            </Switch>
            <Show when={!reader.isDone()}>
              <button
                type="button"
                class={button()}
                onClick={() => (reader.isReading() ? reader.stop() : void reader.run())}
              >
                {reader.isReading() ? 'Stop' : 'Continue'}
              </button>
            </Show>
          </p>
          <Show when={reader.isDone() && reader.isPartial()}>
            <Notice tone="wait">
              <strong>The list may not be complete.</strong>
              <span>
                Too many names begin alike, and the server shows only some of them. Search for a missing name.
              </span>
            </Notice>
          </Show>
          <div class={styles.people}>
            <DataTable
              name="People on the server"
              gridId={GRID_ID}
              rows={shown()}
              columns={COLUMNS}
              card={(row) => (
                <span class={styles.card}>
                  <span class="truncate">{row().name}</span>
                  <span class="truncate small muted">{row().email}</span>
                  <Show when={row().type === 'room'}>
                    <span class="small muted">Room</span>
                  </Show>
                  <StateBadge person={row()} />
                </span>
              )}
              nameOf={({ email }) => email}
              selected={selected()}
              onSelect={setSelected}
              empty="Nobody matches."
              attributesOf={({ state }) => ({ 'data-state': state })}
            />
          </div>
        </Match>
        <Match when={reader.isReading()}>
          <p class="small muted" role="status">
            <Show when={reader.pauseSeconds() > 0} fallback="Reading the address list …">
              The server is busy. Continues in {reader.pauseSeconds()} s.
            </Show>
          </p>
          <Skeleton lines={5} height={50} />
        </Match>
        <Match when={reader.isDone()}>
          <div class="card">
            <Empty icon="account" title="The server shows no mailboxes">
              <p>The administrator account sees an empty address list. Use a file, or paste the addresses.</p>
            </Empty>
          </div>
        </Match>
      </Switch>
      <div class={styles.save}>
        <span class="grow small muted">Groups, contacts and hidden mailboxes are not listed.</span>
        <button type="button" class={button()} onClick={() => props.onBack()}>
          Back
        </button>
        <button
          type="button"
          class={button('primary')}
          disabled={chosen().length === 0}
          onClick={() => props.onChoose(listTextOf(chosen()))}
        >
          {chosen().length === 0 ? 'Choose mailboxes' : `Check ${mailboxesWords(chosen().length)}`}
        </button>
      </div>
    </section>
  );
}
