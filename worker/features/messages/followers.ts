import type { SQL } from 'drizzle-orm';
import type { MessageKind } from '../../lib/mail/message-kinds.ts';
import type { Db, Statement } from '../kernel/db.ts';
import type { Next } from './decide-next.ts';
import type { MessageRow } from './table.ts';

/** What follows elsewhere from the state in which an attempt leaves a message: for the same batch, if `when` holds there. */
export type Follower = (db: Db, row: MessageRow, state: Next['state'], when: SQL, now: number) => Statement[];

/** By the kind of message whose states matter elsewhere. */
export type Followers = Partial<Record<MessageKind, Follower>>;
