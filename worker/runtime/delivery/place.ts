import type { ReaderOf } from '../../features/events/position-store.ts';
import {
  advance,
  finishRetry,
  getNextRetryAt,
  getPosition,
  listDueRetries,
  postponeRetry,
  setAside,
} from '../../features/events/position-store.ts';
import { listEventsAfter } from '../../features/events/store.ts';
import type { Db } from '../../features/kernel/db.ts';
import type { Place } from './drain.ts';

/** The place of a reader, in the database. */
export function createPlace(db: Db, who: ReaderOf): Place {
  return {
    position: () => getPosition(db, who),
    eventsAfter: (seq, limit) => listEventsAfter(db, who.workgroupId, seq, limit),
    advance: (step, statements) => advance(db, who, step, statements),
    setAside: (step, dueAt, error) => setAside(db, who, step, dueAt, error),
    dueRetries: (now, limit) => listDueRetries(db, who, now, limit),
    finishRetry: (retry, statements) => finishRetry(db, who, retry, statements),
    postponeRetry: (retry, dueAt, error) => postponeRetry(db, who, retry, dueAt, error),
    nextRetryAt: () => getNextRetryAt(db, who),
  };
}
