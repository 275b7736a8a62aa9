import type { Connection } from '../../client/connection.ts';
import type { Ladder } from './ladder.ts';

/** Where new items go, and what is known of items in flight, by source id. */
export type CreateTarget = {
  connection: Connection;
  folderId: string;
  /** Items that are being made where they belong and have no id yet. */
  growing: Set<string>;
  /** Streams that were refused: what they are sent without when they have been read again. */
  refused: Map<string, Ladder>;
};
