import type { Reader } from '../../features/events/reader.ts';
import type { Env } from '../passes/env.ts';
import type { Sender } from './sender.ts';

/** What drains the events of a workgroup: readers make rows of them, senders work off what is due. */
export type Parts = { readers: readonly Reader[]; senders: readonly Sender[] };

export function partsOf(_env: Env): Parts {
  return { readers: [], senders: [] };
}
