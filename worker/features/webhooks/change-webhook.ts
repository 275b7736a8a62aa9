import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { actorOf } from '../events/event.ts';
import { eventStatement } from '../events/event-statement.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { dropStatement } from './delivery-store.ts';
import { problem } from './errors.ts';
import type { WebhookChange } from './schema.ts';
import { findMissingProjects, getWebhook, updateWebhook } from './store.ts';
import type { WebhookRow } from './table.ts';
import { webhookChanges, webhookEvent } from './webhook-events.ts';
import { requireWebhookUrl } from './webhook-url.ts';

/** As many others may change the webhook in between before a change gives up. */
const MOST_ATTEMPTS = 20;

export async function requireProjects(
  deps: Pick<Deps, 'db'>,
  workgroupId: string,
  projectIds: readonly string[] | null | undefined,
): Promise<void> {
  const [missing] = await findMissingProjects(deps.db, workgroupId, projectIds ?? []);
  if (missing !== undefined) throw problem('project-not-found', `Your workgroup has no project ${missing}.`);
}

/**
 * Changes a webhook. `ifMatch` is the `updatedAt` that the change is based on, in double quotes; without it the change is
 * repeated on what another has made of the webhook in between.
 */
export async function changeWebhook(
  deps: Deps,
  principal: Principal,
  row: WebhookRow,
  change: z.output<typeof WebhookChange>,
  ifMatch?: string,
): Promise<WebhookRow> {
  const isGuarded = ifMatch !== undefined && ifMatch !== '*';
  if (isGuarded && ifMatch !== `"${toIso(row.updatedAt)}"`) throw problem('webhook-changed');
  const { url: given, ...others } = change;
  const url = given === undefined ? undefined : requireWebhookUrl(given, deps.settings.addresses);
  await requireProjects(deps, row.workgroupId, change.projectIds);
  let before: WebhookRow | undefined = row;
  for (let attempt = 0; attempt < (isGuarded ? 1 : MOST_ATTEMPTS); attempt += 1) {
    if (!before) throw problem('webhook-not-found');
    const after = await changeOnce(deps, principal, before, { ...others, ...(url !== undefined && { url }) });
    if (after) return after;
    before = await getWebhook(deps.db, row.workgroupId, row.id);
  }
  throw problem('webhook-changed');
}

/** Undefined where another changed the webhook in between. */
async function changeOnce(
  deps: Deps,
  principal: Principal,
  row: WebhookRow,
  change: z.output<typeof WebhookChange>,
): Promise<WebhookRow | undefined> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const changed = webhookChanges(row, given);
  if (changed.length === 0) return row;
  const turned = change.state !== undefined && change.state !== row.state ? change.state : undefined;
  const now = deps.now();
  const changes: Partial<WebhookRow> = {
    ...given,
    ...(turned === 'paused' && { pauseReason: 'person', pausedAt: now }),
    ...(turned === 'active' && RESUMED),
    // Two changes never bear the same instant.
    updatedAt: Math.max(now, row.updatedAt + 1),
  };
  const others = changed.filter(({ field }) => field !== 'state');
  const of = (type: 'webhook.updated' | 'webhook.paused' | 'webhook.resumed', about: typeof changed) =>
    eventStatement(deps.db, row.workgroupId, webhookEvent(deps, actorOf(principal), type, row, { changes: about }));
  const isChanged = await updateWebhook(deps.db, row, changes, [
    ...(others.length > 0 ? [of('webhook.updated', others)] : []),
    ...(turned ? [of(turned === 'paused' ? 'webhook.paused' : 'webhook.resumed', [])] : []),
    ...(turned === 'paused' ? [dropStatement(deps.db, row)] : []),
  ]);
  return isChanged ? { ...row, ...changes } : undefined;
}

/** A fresh start: what failed before says nothing of the receiver any more. */
const RESUMED = {
  pauseReason: null,
  pausedAt: null,
  failingSince: null,
  failedAt: null,
  failures: 0,
  restUntil: null,
} as const;
