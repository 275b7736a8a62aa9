import { toIso } from '../../lib/clock.ts';
import type { EventRow } from '../events/table.ts';
import type { MessageBody, TestBody } from './message-schema.ts';

/** Version of `data`. Fields are only added within a version. */
const VERSION = 1;
/** Names and addresses are shorter; what servers say in a failure may not be. All of them together stay below the limit. */
const LONGEST_TEXT = 400;

/** The id of an event's message, the same for every webhook; it holds no full stop, as the signature demands. */
export function messageIdOf(eventId: string): string {
  return `msg_${eventId.slice(eventId.indexOf('_') + 1)}`;
}

/** What is sent of an event: enough to open a ticket without another request. `publicUrl` has no trailing slash. */
export function bodyOf(event: EventRow, publicUrl: string): string {
  const { data } = event;
  const runs = objectIn(data['runs']);
  const body: MessageBody = {
    type: event.type,
    timestamp: toIso(event.at),
    data: {
      version: VERSION,
      eventId: event.id,
      actor: { kind: event.actorKind, name: cut(event.actorName) },
      project: event.projectId === null ? null : { id: event.projectId, name: nameOfProject(event) },
      customer: event.customerId === null ? null : { id: event.customerId, name: textIn(data['customerName']) },
      ...(event.passId !== null && { pass: passOf(event, event.passId) }),
      ...(event.mailboxId !== null && { mailbox: mailboxOf(event, event.mailboxId) }),
      ...(event.mailboxId === null && {
        mailboxes: { total: numberIn(data['mailboxCount']) ?? 0, ...numbersIn(runs) },
      }),
      items: runs['items'] ? numbersIn(runs['items']) : tallyIn(data, 'count'),
      bytes: runs['bytes'] ? numbersIn(runs['bytes']) : tallyIn(data, 'bytes'),
      errors: numberIn(data['errors']) ?? 0,
      startedAt: textIn(data['startedAt']),
      endedAt: textIn(data['endedAt']),
      links: linksOf(event, publicUrl),
    },
  };
  return JSON.stringify(body);
}

/** What a test sends. */
export function testBody(webhookId: string, at: number, publicUrl: string): string {
  const body: TestBody = {
    type: 'webhook.test',
    timestamp: toIso(at),
    data: { version: VERSION, webhookId, links: { app: `${publicUrl}/settings/webhooks/${webhookId}` } },
  };
  return JSON.stringify(body);
}

function nameOfProject({ subject, data }: EventRow): string | null {
  return subject.kind === 'project' ? cut(subject.name) : textIn(data['projectName']);
}

function passOf({ type, subject, data }: EventRow, id: string) {
  const isOfPass = type.startsWith('pass.');
  return {
    id,
    type: isOfPass ? cut(subject.name) : textIn(data['passType']),
    ...(isOfPass && { status: type.slice('pass.'.length) }),
  };
}

function mailboxOf({ type, subject, data }: EventRow, id: string) {
  return {
    id,
    sourceEmail: cut(subject.name),
    destinationEmail: textIn(data['destinationEmail']),
    // Who has given credentials lets the mailbox go on.
    status: type === 'credentials.received' ? 'queued' : type.slice(type.indexOf('.') + 1),
    failure: failureIn(data['failure']),
  };
}

function failureIn(value: unknown) {
  if (typeof value !== 'object' || value === null) return null;
  const { code, title, cause, remedy } = objectIn(value);
  return { code: textIn(code), title: textIn(title), cause: textIn(cause), remedy: textIn(remedy) };
}

function linksOf({ projectId, mailboxId, passId }: EventRow, publicUrl: string) {
  const project = projectId === null ? '/projects' : `/projects/${projectId}`;
  const app = mailboxId === null ? project : `${project}/mailboxes/${mailboxId}`;
  const api = mailboxId !== null ? `/mailboxes/${mailboxId}` : passId !== null ? `/passes/${passId}` : project;
  return { app: `${publicUrl}${app}`, api: `${publicUrl}/api${api}` };
}

function objectIn(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Numbers by name, and nothing else. */
function numbersIn(value: unknown): Record<string, number> {
  const entries = Object.entries(objectIn(value)) as [string, number][];
  return Object.fromEntries(entries.filter(([, count]) => typeof count === 'number').slice(0, 20));
}

/** Of the tallies of a mailbox one measure: `{ total, done, failed }`. */
function tallyIn(data: Record<string, unknown>, measure: 'count' | 'bytes'): Record<string, number> {
  const names = ['total', 'done', 'failed', 'adopted'].filter((name) => data[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, numberIn(objectIn(data[name])[measure]) ?? 0]));
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? cut(value) : null;
}

/** Control characters and halves of characters would take six bytes each, and say nothing. */
function cut(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return short.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ');
}
