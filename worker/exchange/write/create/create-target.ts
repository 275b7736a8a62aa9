import type { Connection } from '../../client/connection.ts';
import type { StateReach } from '../../items/meetings.ts';

/** Where new items go, and what is known of items on their way, by the source's id. */
export type CreateTarget = {
  connection: Connection;
  folderId: string;
  /** Items that are being made where they belong and have no id yet. */
  growing: Set<string>;
  /** Streams that were refused: how much of a meeting's state is sent when they are read again. */
  lessState: Map<string, StateReach>;
};
