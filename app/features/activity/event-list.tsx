import { formatMoment, formatTime, formatWeekday } from '../../lib/dates.ts';
import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import { sentenceOf } from '../../../worker/lib/event-sentence.ts';
import type { Event } from '../../api.ts';
import { EachById } from '../../ui/each-by-id.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { createGrowth } from '../../ui/later.tsx';
import type { Tone } from '../../ui/parts.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './event-list.module.css';

const ENDS: Readonly<Record<string, readonly [icon: IconName, tone: Tone]>> = {
  completed: ['check-circle', 'ok'],
  failed: ['failed', 'bad'],
  paused: ['pause', 'bad'],
  stopped: ['stop', 'idle'],
  started: ['play', 'run'],
  bounced: ['warning', 'bad'],
};
const ICONS: Readonly<Record<string, IconName>> = {
  'api-key': 'key',
  certificate: 'key',
  endpoint: 'endpoints',
  project: 'projects',
  mailbox: 'inbox',
  pass: 'play',
  agent: 'account',
  workgroup: 'account',
  webhook: 'send',
  message: 'send',
  customer: 'customers',
  'customer-user': 'account',
};

function lookOf(type: string): readonly [icon: IconName, tone: Tone] {
  const [noun = '', verb = ''] = type.split('.');
  return ENDS[verb] ?? [ICONS[noun] ?? 'settings', 'idle'];
}

/** Where an event leads; undefined where there is nothing to see any more, or no place for it. */
function placeOf({ type, subject, customerId, projectId, mailboxId }: Event): string | undefined {
  if (type.endsWith('.deleted')) return undefined;
  if (mailboxId && projectId) return `/projects/${projectId}/mailboxes/${mailboxId}`;
  if (projectId) return `/projects/${projectId}`;
  if (subject.kind === 'endpoint') return '/endpoints';
  if (subject.kind === 'customer-user' && customerId) return `/customers/${customerId}/users`;
  if (subject.kind === 'customer') return `/customers/${subject.id}`;
  return undefined;
}

const PLACES: readonly (readonly [start: RegExp, label: string])[] = [
  [/\/mailboxes\//, 'Open the mailbox'],
  [/^\/projects/, 'Open the project'],
  [/^\/endpoints/, 'Open the endpoints'],
  [/^\/customers/, 'Open the customer'],
];

/** About as many as a phone shows at once. */
const LINES_A_TASK = 12;

/** Events by day, newest first, each as a sentence. */
export function EventList(props: { events: readonly Event[]; isIn?: 'customer' | 'project' | 'mailbox' }): JSX.Element {
  const grown = createGrowth(LINES_A_TASK, () => props.events.length);
  const days = createMemo(() => {
    const groups = new Map<string, Event[]>();
    for (const event of props.events.slice(0, grown())) {
      const day = formatWeekday(event.at);
      groups.set(day, [...(groups.get(day) ?? []), event]);
    }
    return [...groups].map(([id, events]) => ({ id, events }));
  });
  return (
    <EachById each={days()}>
      {(day) => (
        <section class={styles.day}>
          <h2 class="small muted">{day().id}</h2>
          <ul class={styles.list}>
            <EachById each={day().events}>{(event) => <Line event={event()} isIn={props.isIn} />}</EachById>
          </ul>
        </section>
      )}
    </EachById>
  );
}

function Line(props: { event: Event; isIn: 'customer' | 'project' | 'mailbox' | undefined }): JSX.Element {
  const look = () => lookOf(props.event.type);
  const place = () => {
    const found = placeOf(props.event);
    const isHere =
      props.isIn === 'mailbox' ||
      (props.isIn === 'project' && !found?.includes('/mailboxes/')) ||
      (props.isIn === 'customer' && found?.startsWith('/customers/'));
    return isHere ? undefined : found;
  };
  return (
    <li data-event={props.event.type}>
      <Icon name={look()[0]} class={`tone-${look()[1]}`} />
      <span class={styles.sentence}>{sentenceOf(props.event)}</span>
      <Show when={place()}>
        {(href) => (
          <a class={`small plain-link ${styles.place}`} href={href()}>
            <For each={PLACES.filter(([start]) => start.test(href())).slice(0, 1)}>{([, label]) => label}</For>
          </a>
        )}
      </Show>
      <Tooltip
        class={styles.time}
        isStop={false}
        words={`${formatMoment(props.event.at, 'second')} (${props.event.at})`}
      >
        <time class="small muted" dateTime={props.event.at}>
          {formatTime(props.event.at, 'second')}
        </time>
      </Tooltip>
    </li>
  );
}
