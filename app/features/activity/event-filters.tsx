import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { EVENT_TYPES } from '../../../worker/lib/event-types.ts';
import type { Customer, Project } from '../../api.ts';
import { createIsPhone } from '../../lib/is-phone.ts';
import { button } from '../../ui/button.ts';
import { DateInput } from '../../ui/date-input.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Select } from '../../ui/select.tsx';
import { createShortcut } from '../../ui/shortcuts.ts';
import styles from './event-filters.module.css';
import type { Filter } from './filter.ts';
import { NO_FILTER, isFiltered } from './filter.ts';

const TYPE_OPTIONS = [
  { value: '', label: 'All events' },
  ...EVENT_TYPES.map(({ type, title }) => ({ value: type, label: title })),
] as const;
const ACTOR_OPTIONS = [
  { value: '', label: 'Everyone' },
  { value: 'agent', label: 'Agents' },
  { value: 'api-key', label: 'API keys' },
  { value: 'system', label: 'Mailferry' },
];

/** What narrows the list of events. `projects`, `customers`: those to choose from, unless the list is that of one. */
export function EventFilters(props: {
  filter: Filter;
  projects?: readonly Project[];
  customers?: readonly Customer[];
  onChange: (filter: Filter) => void;
}): JSX.Element {
  let input!: HTMLInputElement;
  // On a phone they would leave no room for what they filter.
  const [isOpen, setOpen] = createSignal(false);
  const isPhone = createIsPhone();
  createShortcut('search', () => input.focus());
  const chosen = () => Object.entries(props.filter).filter(([name, value]) => name !== 'words' && value !== '').length;
  const clear = () => {
    props.onChange(NO_FILTER);
    // The button goes away with the filters.
    input.focus();
  };
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
        <Show when={!isPhone() || isOpen()}>
          <Field label="Event">
            {(control) => (
              <Select
                {...control()}
                value={props.filter.type}
                options={TYPE_OPTIONS}
                onChange={(type) => set({ type })}
              />
            )}
          </Field>
          <Field label="Who">
            {(control) => (
              <Select
                {...control()}
                value={props.filter.actor}
                options={ACTOR_OPTIONS}
                onChange={(actor) => set({ actor })}
              />
            )}
          </Field>
          <Show when={props.customers}>
            {(customers) => (
              <Field label="Customer">
                {(control) => (
                  <Select
                    {...control()}
                    value={props.filter.customerId}
                    options={[
                      { value: '', label: 'All customers' },
                      ...customers().map(({ id, companyName }) => ({ value: id, label: companyName })),
                    ]}
                    onChange={(customerId) => set({ customerId })}
                  />
                )}
              </Field>
            )}
          </Show>
          <Show when={props.projects}>
            {(projects) => (
              <Field label="Project">
                {(control) => (
                  <Select
                    {...control()}
                    value={props.filter.projectId}
                    options={[
                      { value: '', label: 'All projects' },
                      ...projects().map(({ id, name }) => ({ value: id, label: name })),
                    ]}
                    onChange={(projectId) => set({ projectId })}
                  />
                )}
              </Field>
            )}
          </Show>
          <Field label="From">
            {(control) => (
              <DateInput
                {...control()}
                max={props.filter.until || undefined}
                value={props.filter.from}
                onChange={(from) => set({ from })}
              />
            )}
          </Field>
          <Field label="To">
            {(control) => (
              <DateInput
                {...control()}
                min={props.filter.from || undefined}
                value={props.filter.until}
                onChange={(until) => set({ until })}
              />
            )}
          </Field>
        </Show>
      </div>
      <Show when={isFiltered(props.filter)}>
        <button type="button" class={button('ghost')} onClick={clear}>
          <Icon name="close" /> Clear filters
        </button>
      </Show>
    </search>
  );
}
