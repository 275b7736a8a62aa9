import type { Connection } from './connection.ts';

/**
 * What a server was seen to do with what it is asked, beyond what its version promises. Nothing is known at first; each
 * is learnt from an answer, and holds as long as the connection.
 */
export type Habits = {
  /** Attachments that come with a new item: it keeps them, or passes over them. */
  attachments?: 'inline' | 'apart';
  /** Properties of binary types make it refuse the request that they are in; `suspected`: one with such was refused. */
  binaries?: 'refused' | 'suspected';
  /** It tells the ids of moved items only where it is told to (`asked`). */
  movedIds?: 'asked';
  /** It takes no new message in another sender's name; `past`: it takes the sender with a change of the message. */
  senders?: 'past' | 'refused';
};

const known = new WeakMap<Connection, Habits>();

/** The habits of the server behind a connection, to be read and added to. */
export function habitsOf(connection: Connection): Habits {
  const found = known.get(connection) ?? {};
  known.set(connection, found);
  return found;
}
