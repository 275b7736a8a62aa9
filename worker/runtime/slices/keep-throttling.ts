import { updateEndpoint } from '../../features/endpoints/store.ts';
import type { Job } from './load-job.ts';
import type { OpenedSides } from './open-sides.ts';

/** Keeps with the endpoints how their servers asked a slice to slow down. Most slices have nothing to keep. */
export async function keepThrottling({ db, workgroupId }: Job, sides: Pick<OpenedSides, 'throttled'>): Promise<void> {
  for (const { endpoint, seen } of sides.throttled())
    await updateEndpoint(db, workgroupId, endpoint.id, { throttling: seen });
}
