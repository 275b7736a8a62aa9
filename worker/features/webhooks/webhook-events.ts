import type { EventType } from '../../lib/event-types.ts';
import type { EventChange } from '../../lib/event.ts';
import { changesBetween } from '../../lib/event.ts';
import type { Actor, NewEvent } from '../events/event.ts';
import { newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { WebhookRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type Row = Pick<WebhookRow, 'id' | 'url' | 'description'>;

/** By what people know a webhook. The path of an address may be a secret of its receiver. */
export function nameOf({ description, url }: Pick<WebhookRow, 'description' | 'url'>): string {
  return description ?? new URL(url).host;
}

export function webhookEvent(
  deps: Needs,
  actor: Actor,
  type: EventType & `webhook.${string}`,
  row: Row,
  more: { changes?: readonly EventChange[]; data?: Record<string, unknown> } = {},
): NewEvent {
  return newEvent(deps, actor, { type, subject: { kind: 'webhook', id: row.id, name: nameOf(row) }, ...more });
}

type Fields = Partial<Pick<WebhookRow, 'url' | 'events' | 'description' | 'projectIds' | 'state'>>;

/** The fields that differ. Of an address only its origin is named. */
export function webhookChanges(before: Fields, after: Fields): EventChange[] {
  const { url: urlBefore, ...others } = before;
  const { url, ...changed } = after;
  const isOther = url !== undefined && url !== urlBefore;
  const origins = {
    from: urlBefore === undefined ? null : new URL(urlBefore).origin,
    to: url ? new URL(url).origin : null,
  };
  return [...(isOther ? [{ field: 'url', ...origins }] : []), ...changesBetween<Fields>(others, changed)];
}
