import { matchLanguage } from '../../lib/mail/languages.ts';
import type { MessageKind, MessageVariables } from '../../lib/mail/message-kinds.ts';
import type { Db } from '../kernel/db.ts';
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
  const { now, timeZone = 'UTC', language, variables, ...rest } = message;
  return db.insert(messages).values({
    ...rest,
    workgroupId,
    language: matchLanguage(language),
    timeZone,
    variables: variables as Record<string, string | number>,
    state: 'queued',
    dueAt: now,
    queuedAt: now,
    createdAt: now,
  });
}
