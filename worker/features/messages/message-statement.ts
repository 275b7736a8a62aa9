import type { SQL } from 'drizzle-orm';
import { matchLanguage } from '../../lib/mail/languages.ts';
import type { MessageKind, MessageVariables } from '../../lib/mail/message-kinds.ts';
import type { Db, Statement } from '../kernel/db.ts';
import { insertStatements } from '../kernel/db.ts';
import { messages } from './table.ts';

export type NewMessage<K extends MessageKind = MessageKind> = {
  /** `newId('msg')`. */
  id: string;
  kind: K;
  recipient: string;
  /** That of the recipient, as a tag such as `pt-BR`: the message is in the nearest one that there is. */
  language: string;
  /** As IANA names it. Default UTC. */
  timeZone?: string;
  /** Without secrets: links of the type `secretLink` are created when the message is sent. */
  variables: MessageVariables<K>;
  customerId?: string | null;
  projectId?: string | null;
  mailboxId?: string | null;
  now: number;
};

/** Queues a message, in the batch of its cause. Then `deps.outbox.wake(workgroupId)` has it sent at once. */
export function messageStatement<K extends MessageKind>(db: Db, workgroupId: string, message: NewMessage<K>) {
  return db.insert(messages).values(rowOf(workgroupId, message));
}

/** The same, as far as `where` holds at this point of the batch. */
export function messagesIf<K extends MessageKind>(
  db: Db,
  queued: readonly { workgroupId: string; message: NewMessage<K> }[],
  where: SQL,
): Statement[] {
  const rows = queued.map(({ workgroupId, message }) => rowOf(workgroupId, message));
  return insertStatements(db, messages, rows, { where });
}

function rowOf<K extends MessageKind>(workgroupId: string, message: NewMessage<K>): typeof messages.$inferInsert {
  const { now, timeZone = 'UTC', language, variables, ...rest } = message;
  return {
    ...rest,
    workgroupId,
    language: matchLanguage(language),
    timeZone,
    variables,
    state: 'queued',
    dueAt: now,
    queuedAt: now,
    createdAt: now,
  };
}
