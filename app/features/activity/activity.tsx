import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import type { Customer, Problem, Project } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { createSettled } from '../../lib/settled.ts';
import { saveFile } from '../../lib/save-file.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { csvOfEvents } from './csv-of-events.ts';
import { EventFilters } from './event-filters.tsx';
import { EventList } from './event-list.tsx';
import { NO_FILTER, isFiltered, queryOf } from './filter.ts';
import type { EventFilter } from './queries.ts';
import { createEventsQuery, readAllEvents } from './queries.ts';

/** The events of the workgroup, of one customer or of one project: found by what they say, by their type, by who and when. */
export function Activity(props: {
  /** Those of this project alone. */
  projectId?: string;
  /** Those of this customer alone. */
  customerId?: string;
  /** To choose from. */
  projects?: readonly Project[];
  customers?: readonly Customer[];
}): JSX.Element {
  const [filter, setFilter] = createSignal(NO_FILTER);
  const [pages, setPages] = createSignal(1);
  const [problem, setProblem] = createSignal<Problem>();
  const [isSaving, setSaving] = createSignal(false);
  const query = (): EventFilter => ({
    ...queryOf(filter()),
    ...(props.projectId !== undefined && { projectId: props.projectId }),
    ...(props.customerId !== undefined && { customerId: props.customerId }),
  });
  const settled = createSettled(query);
  const events = createEventsQuery(settled, pages);
  const save = async () => {
    if (isSaving()) return;
    setSaving(true);
    setProblem();
    try {
      saveFile('Activity.csv', 'text/csv', csvOfEvents(await readAllEvents(query())));
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <div class="stack">
      <EventFilters
        filter={filter()}
        {...(props.projects && { projects: props.projects })}
        {...(props.customers && { customers: props.customers })}
        onChange={(next) => {
          setFilter(next);
          setPages(1);
        }}
      />
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={events.error}>
        <ProblemNotice
          problem={problemIn(events.error)}
          tone={events.data ? 'wait' : 'bad'}
          onRetry={() => void events.refetch()}
        />
      </Show>
      <Switch>
        <Match when={events.data?.items.length === 0}>
          <div class="card">
            <Show
              when={isFiltered(filter())}
              fallback={
                <Empty icon="clock" title="Nothing has happened yet">
                  <p>Here you see who changed what and when, and how passes ended.</p>
                </Empty>
              }
            >
              <Empty icon="search" title="No event matches">
                <button type="button" class={button()} onClick={() => setFilter(NO_FILTER)}>
                  <Icon name="close" /> Clear filters
                </button>
              </Empty>
            </Show>
          </div>
        </Match>
        <Match when={events.data}>
          {(list) => (
            <section class="card pad stack" aria-label="Events" aria-busy={events.isPlaceholder}>
              <div class="row spread">
                <span class="small muted">Latest first. Updates automatically.</span>
                <button
                  type="button"
                  class={button()}
                  aria-disabled={isSaving() || undefined}
                  onClick={() => void save()}
                >
                  <Icon name="download" /> {isSaving() ? 'Reading …' : 'Save as CSV'}
                </button>
              </div>
              <EventList
                events={list().items}
                {...(props.customerId !== undefined && { isIn: 'customer' as const })}
                {...(props.projectId !== undefined && { isIn: 'project' as const })}
              />
              <Pager
                shown={list().items.length}
                hasMore={list().hasMore}
                isBusy={events.isPlaceholder}
                onMore={() => setPages((count) => count + 1)}
              />
            </section>
          )}
        </Match>
        <Match when={events.isPending && !events.error}>
          <Skeleton lines={6} height={40} />
        </Match>
      </Switch>
    </div>
  );
}
