import type { Language } from '../../lib/mail/languages.ts';
import type { MessageKind } from '../../lib/mail/message-kinds.ts';
import { MINUTE_MS } from '../../lib/units.ts';
import { eventStatement } from '../events/event-statement.ts';
import { runBatch } from '../kernel/db.ts';
import type { Principal } from '../kernel/principal.ts';
import type { Template } from '../templates/render/render-message.ts';
import { decideNext } from './decide-next.ts';
import { messageTested } from './message-events.ts';
import type { SendDeps } from './send-due.ts';
import { attemptMessage } from './send-due.ts';
import { getMessage, makeDueStatement, settleStatement } from './store.ts';
import { getMailSettings, saveMailSettingsStatement } from './settings-store.ts';
import type { MessageRow } from './table.ts';
import { messages } from './table.ts';

type TestOf = {
  to: string;
  language: Language;
  kind?: MessageKind;
  /** A template that is not saved yet. */
  draft?: Template | null;
};

const CLAIM_MS = 5 * MINUTE_MS;

/** A test message at once, by the settings as they are saved. It is tried once; what waited goes on when it works. */
export async function sendTest(
  deps: SendDeps,
  principal: Principal,
  { to, language, kind = 'test', draft = null }: TestOf,
): Promise<{ isAccepted: boolean; row: MessageRow }> {
  const { workgroupId } = principal;
  const now = deps.now();
  const settings = await getMailSettings(deps.db, workgroupId);
  const row: MessageRow = {
    id: deps.newId('msg'),
    workgroupId,
    kind,
    draft,
    recipient: to,
    language,
    timeZone: 'UTC',
    variables: {},
    isTest: true,
    customerId: null,
    projectId: null,
    mailboxId: null,
    state: 'sending',
    subject: null,
    headerId: null,
    attempts: 1,
    unclearEnds: 0,
    lastResponse: null,
    dueAt: now,
    queuedAt: now,
    createdAt: now,
    lastAttemptAt: now,
    claimedUntil: now + CLAIM_MS,
    sentAt: null,
  };
  await runBatch(deps.db, [
    deps.db.insert(messages).values(row),
    eventStatement(deps.db, workgroupId, messageTested(deps, principal, row)),
  ]);
  const outcome = await attemptMessage(deps, row, settings);
  const decided = decideNext(row, outcome, deps.now(), 0);
  const next = { ...decided, state: decided.state === 'queued' ? ('failed' as const) : decided.state };
  const isAccepted = outcome.end === 'accepted';
  const mended = { pausedUntil: null, faults: 0, faultText: null, faultAt: null, updatedAt: deps.now() };
  await runBatch(deps.db, [
    settleStatement(deps.db, row, next, deps.now()),
    ...(isAccepted && settings?.faultText
      ? [saveMailSettingsStatement(deps.db, workgroupId, mended), makeDueStatement(deps.db, workgroupId, deps.now())]
      : []),
  ]);
  const settled = (await getMessage(deps.db, workgroupId, row.id)) ?? row;
  return { isAccepted, row: settled };
}
