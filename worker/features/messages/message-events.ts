import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent, SYSTEM } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { changeOfSecret, changesBetween } from '../../lib/event.ts';
import type { Next } from './decide-next.ts';
import type { MailSettingsRow, MessageRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

type Columns = Omit<MailSettingsRow, 'workgroupId'>;

/** What people set; the rest is the state of sending. */
function settingsOf(row: Columns | undefined) {
  return {
    driver: row?.driver ?? null,
    senderName: row?.senderName ?? null,
    senderAddress: row?.senderAddress ?? null,
    replyTo: row?.replyTo ?? null,
    smtpHost: row?.smtpHost ?? null,
    smtpPort: row?.smtpPort ?? null,
    smtpSecurity: row?.smtpSecurity ?? null,
    smtpUsername: row?.smtpUsername ?? null,
    dkimSelector: row?.dkimSelector ?? null,
    hourlyLimit: row?.hourlyLimit ?? null,
  };
}

export function mailSettingsUpdated(
  deps: Needs,
  principal: Principal,
  before: MailSettingsRow | undefined,
  after: Columns,
): NewEvent {
  const kept = before?.smtpPasswordSealed ?? null;
  const isSame = kept === after.smtpPasswordSealed;
  return newEvent(deps, actorOf(principal), {
    type: 'mail-settings.updated',
    subject: { kind: 'mail-settings', id: principal.workgroupId, name: 'Mail' },
    changes: [
      ...changesBetween(settingsOf(before), settingsOf(after)),
      ...changeOfSecret('smtpPassword', kept !== null, isSame ? undefined : after.smtpPasswordSealed),
    ],
  });
}

type About = Pick<MessageRow, 'id' | 'kind' | 'recipient' | 'customerId' | 'projectId' | 'mailboxId'>;

function factsOf({ id, kind, recipient, customerId, projectId, mailboxId }: About) {
  return { subject: { kind: 'message', id, name: recipient }, customerId, projectId, mailboxId, data: { kind } };
}

export function messageResent(deps: Needs, principal: Principal, row: About): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'message.resent', ...factsOf(row) });
}

export function messageTested(deps: Needs, principal: Principal, row: About): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'message.tested', ...factsOf(row) });
}

/** The end of a message; none while it is still tried, and none of a test: its sender is shown the answer. */
export function messageEnded(deps: Needs, row: MessageRow, next: Next): NewEvent[] {
  if (next.state === 'queued' || row.isTest) return [];
  const facts = factsOf(row);
  const data = { ...facts.data, response: next.lastResponse, attempts: row.attempts };
  return [newEvent(deps, SYSTEM, { type: `message.${next.state}`, ...facts, data })];
}
