import type { JSX } from 'solid-js';
import { For, Show, createEffect, createSignal } from 'solid-js';
import styles from './date-time.module.css';
import { Field } from './field.tsx';
import inputStyles from './input.module.css';

/** A time on the wall and where the wall is; the instant it means depends on the rules of the zone. */
export type ZonedTime = {
  /** `2026-11-29T22:30`. */
  local: string;
  /** IANA name, such as `Europe/Zurich`. */
  zone: string;
};

/** The zone of the reader. */
export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The instant that a zoned time means, ISO 8601 in UTC; undefined where there is none. Temporal is loaded for it. */
export async function instantOfZoned({ local, zone }: ZonedTime): Promise<string | undefined> {
  const { Temporal } = await import('temporal-polyfill');
  try {
    return Temporal.PlainDateTime.from(local)
      .toZonedDateTime(zone, { disambiguation: 'compatible' })
      .toInstant()
      .toString();
  } catch {
    return undefined;
  }
}

/** A date, a time and a time zone; says which moment that is for the reader where the zone is another. */
export function DateTime(props: {
  label: string;
  hint?: string;
  wrong?: string;
  value: ZonedTime;
  onChange: (value: ZonedTime) => void;
}): JSX.Element {
  const zones = Intl.supportedValuesOf('timeZone');
  const [instant, setInstant] = createSignal<string>();
  createEffect(() => {
    const { value } = props;
    void instantOfZoned(value).then((at) => value === props.value && setInstant(at));
  });
  return (
    <Field label={props.label} hint={props.hint} wrong={props.wrong}>
      {(control) => (
        <>
          <div class={styles.pair}>
            <input
              {...control()}
              type="datetime-local"
              value={props.value.local}
              onInput={(event) => props.onChange({ ...props.value, local: event.currentTarget.value })}
            />
            <select
              class={inputStyles.input}
              aria-label={`Time zone of ${props.label}`}
              value={props.value.zone}
              onChange={(event) => props.onChange({ ...props.value, zone: event.currentTarget.value })}
            >
              <For each={zones.includes(props.value.zone) ? zones : [props.value.zone, ...zones]}>
                {(zone) => (
                  <option value={zone} selected={zone === props.value.zone}>
                    {zone}
                  </option>
                )}
              </For>
            </select>
          </div>
          <Show when={instant()}>
            {(at) => (
              <time class="small faint" dateTime={at()}>
                {new Date(at()).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' })}
              </time>
            )}
          </Show>
        </>
      )}
    </Field>
  );
}
