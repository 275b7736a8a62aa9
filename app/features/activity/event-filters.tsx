import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { EVENT_TYPES } from '../../../worker/lib/event-types.ts';
import type { Project } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { createShortcut } from '../../ui/shortcuts.ts';
import styles from './event-filters.module.css';
import type { Filter } from './filter.ts';
import { NO_FILTER, isFiltered } from './filter.ts';

const ACTORS = [
  ['agent', 'Agents'],
  ['api-key', 'API keys'],
  ['system', 'Mailferry'],
] as const;

/** What narrows the list of events. `projects`: those to choose from, unless the list is that of one project. */
export function EventFilters(props: {
  filter: Filter;
  projects?: readonly Project[];
  onChange: (filter: Filter) => void;
}): JSX.Element {
  let input!: HTMLInputElement;
  // On a phone they would leave no room for what they filter.
  const [isOpen, setOpen] = createSignal(false);
  createShortcut('search', () => input.focus());
  const chosen = () => Object.entries(props.filter).filter(([name, value]) => name !== 'words' && value !== '').length;
  const set = (part: Partial<Filter>) => props.onChange({ ...props.filter, ...part });
  return (
    <search class={styles.filters} aria-label="Filter the activity">
      <SearchField
        ref={(element) => (input = element)}
        class={styles.search}
        label="Search the activity"
        value={props.filter.words}
        onInput={(words) => set({ words })}
      />
      <button
        type="button"
        class={`${button()} ${styles.toggle}`}
        aria-expanded={isOpen()}
        onClick={() => setOpen((open) => !open)}
      >
        <Icon name="settings" /> Filters{chosen() > 0 ? ` (${String(chosen())})` : ''}
      </button>
      <div class={styles.fields} classList={{ [styles.open!]: isOpen() }}>
        <Field label="Event">
          {(control) => (
            <select
              {...control()}
              value={props.filter.type}
              onChange={(event) => set({ type: event.currentTarget.value })}
            >
              <option value="">All events</option>
              <For each={EVENT_TYPES}>{({ type, title }) => <option value={type}>{title}</option>}</For>
            </select>
          )}
        </Field>
        <Field label="Who">
          {(control) => (
            <select
              {...control()}
              value={props.filter.actor}
              onChange={(event) => set({ actor: event.currentTarget.value })}
            >
              <option value="">Everyone</option>
              <For each={ACTORS}>{([kind, label]) => <option value={kind}>{label}</option>}</For>
            </select>
          )}
        </Field>
        <Show when={props.projects}>
          {(projects) => (
            <Field label="Project">
              {(control) => (
                <select
                  {...control()}
                  value={props.filter.projectId}
                  onChange={(event) => set({ projectId: event.currentTarget.value })}
                >
                  <option value="">All projects</option>
                  <For each={projects()}>{({ id, name }) => <option value={id}>{name}</option>}</For>
                </select>
              )}
            </Field>
          )}
        </Show>
        <Field label="From">
          {(control) => (
            <input
              {...control()}
              type="date"
              max={props.filter.until || undefined}
              value={props.filter.from}
              onChange={(event) => set({ from: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="To">
          {(control) => (
            <input
              {...control()}
              type="date"
              min={props.filter.from || undefined}
              value={props.filter.until}
              onChange={(event) => set({ until: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Show when={isFiltered(props.filter)}>
        <button type="button" class={button('ghost')} onClick={() => props.onChange(NO_FILTER)}>
          <Icon name="close" /> Clear filters
        </button>
      </Show>
    </search>
  );
}
