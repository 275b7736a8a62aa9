import type { Db, Statement } from '../kernel/db.ts';
import type { EventRow } from './table.ts';

/** Makes something of events: deliveries, messages. */
export type Reader = {
  /** Its position is kept under this name. */
  name: string;
  /**
   * What it makes of these events, as statements that are carried out in one batch with its new position: each event takes
   * effect once, although it may be read again. A reader that is new begins with the oldest event there is: by an event's
   * `at` it decides what is too old for it. Events for which it throws are set aside and read again alone.
   */
  read(events: readonly EventRow[], db: Db, workgroupId: string): Promise<Statement[]>;
};
