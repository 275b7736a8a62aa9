import type { Reader } from '../../features/events/reader.ts';
import type { Deps } from '../../features/kernel/deps.ts';
import { createWebhookReader } from '../../features/webhooks/read-events.ts';
import { pauseReport } from '../../features/webhooks/report-pause.ts';
import type { GatewaySettings } from '../platform/gateway-settings.ts';
import type { Sender } from './sender.ts';
import { webhookFetch } from './webhook-fetch.ts';
import { createWebhookSender } from './webhook-sender.ts';

type Needs = Pick<Deps, 'db' | 'now' | 'newId' | 'vault' | 'log'> & Pick<Deps['settings'], 'addresses' | 'publicUrl'>;

/** `connections`: requests that may wait for an answer at the same time. */
export type WebhookSettings = {
  gateway?: GatewaySettings | undefined;
  /** Where names are looked up before anything connects to them. */
  resolverUrl?: string | undefined;
  connections: number;
  timeoutMs: number;
};

export function webhookReader(deps: Needs): Reader {
  return createWebhookReader(deps, deps.publicUrl);
}

export function webhookSender(deps: Needs, { gateway, resolverUrl, connections, timeoutMs }: WebhookSettings): Sender {
  return createWebhookSender({
    ...deps,
    chance: Math.random,
    fetch: webhookFetch(deps.addresses, gateway, resolverUrl, connections),
    connections,
    timeoutMs,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onPause: (webhook, reason) => pauseReport(deps, webhook, reason),
  });
}
