import { capabilitiesAt, withCapabilities } from '../../features/endpoints/capabilities.ts';
import { updateEndpoint } from '../../features/endpoints/store.ts';
import { serverOf } from '../../features/mailboxes/server-of.ts';
import type { LearntCapabilities } from '../../lib/learnt-capabilities.ts';
import type { Job } from './load-job.ts';
import type { OpenedSides } from './open-sides.ts';
import { endpointOf, type Side } from './rediscover.ts';

/**
 * What is known of a side's server when a slice begins: what this run has learnt, otherwise what others have. A pass that
 * retries errors assumes nothing.
 */
export function knownBefore(job: Job, side: Side, now: number): LearntCapabilities | undefined {
  const { url } = serverOf(job, side);
  const own = job.memory.capabilities?.[side];
  if (own?.url === url) return own.learnt;
  return job.order.type === 'retry-errors' ? undefined : capabilitiesAt(endpointOf(job, side), url, now);
}

/** Keeps with the endpoints what a slice has learnt of their servers. Nothing is written where nothing is new. */
export async function keepCapabilities(
  { db, workgroupId }: Job,
  sides: Pick<OpenedSides, 'learntOfServers'>,
  now: number,
): Promise<void> {
  for (const { endpoint, server } of sides.learntOfServers()) {
    const capabilities = withCapabilities(endpoint, server.url, server.learnt, now);
    if (capabilities) await updateEndpoint(db, workgroupId, endpoint.id, { capabilities });
  }
}
