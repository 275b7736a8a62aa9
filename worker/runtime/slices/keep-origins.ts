import type { SliceResult } from '../../engine/context/slice-result.ts';
import { changedOrigins } from '../../features/endpoints/origins.ts';
import { problemOfLine } from '../../features/endpoints/line-problems.ts';
import { updateEndpoint } from '../../features/endpoints/store.ts';
import type { Job } from './load-job.ts';
import type { OpenedSides } from './open-sides.ts';
import { serverOf } from '../../features/mailboxes/server-of.ts';

/**
 * Keeps with the endpoints what a slice has learnt of the ways to their servers, and why one could not be connected to
 * where that ended the slice. Nothing is written where nothing is new.
 */
export async function keepOrigins(
  job: Job,
  sides: Pick<OpenedSides, 'learntOrigins'>,
  result: SliceResult,
  now: number,
): Promise<void> {
  const { db, workgroupId } = job;
  for (const { endpoint, learnt } of sides.learntOrigins())
    await updateEndpoint(db, workgroupId, endpoint.id, {}, changedOrigins(endpoint.url, learnt));
  if (result.outcome === 'done') await endFailures(job, now);
  const fault = 'fault' in result ? result.fault : undefined;
  if (fault?.kind !== 'tls' || !fault.line || !fault.side) return;
  // A mailbox that has moved says nothing of the endpoint's own server.
  if (serverOf(job, fault.side).isOwn) return;
  const { id, url } = fault.side === 'source' ? job.sourceEndpoint : job.destinationEndpoint;
  const { title, detail } = problemOfLine(fault.line, new URL(url).hostname).problem;
  const health = { health: 'failing' as const, healthDetail: `${title}: ${detail}`, lineFailure: fault.line };
  await updateEndpoint(db, workgroupId, id, { ...health, checkedAt: now });
}

/** A pass that went to its end has shown that the connection works again. */
async function endFailures(job: Job, now: number): Promise<void> {
  for (const side of ['source', 'destination'] as const) {
    const { id, lineFailure } = side === 'source' ? job.sourceEndpoint : job.destinationEndpoint;
    if (lineFailure === null || serverOf(job, side).isOwn) continue;
    const health = { health: 'ok' as const, healthDetail: null, lineFailure: null };
    await updateEndpoint(job.db, job.workgroupId, id, { ...health, checkedAt: now });
  }
}
