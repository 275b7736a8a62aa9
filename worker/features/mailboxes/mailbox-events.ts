import { SIDES, UNKNOWN_LOGIN } from '../../lib/credential-request-facts.ts';
import { changeOfSecret, changesBetween } from '../../lib/event.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ProjectRow } from '../projects/table.ts';
import type { SignIn } from './store.ts';
import type { MailboxReportRow, MailboxRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
/** What an event shows of how a mailbox is signed in to, and how its owner is written to. */
const SHOWN = ['contactEmail', 'contactName', 'contactLanguage'] as const;

const shownOf = (row: SignIn) => ({
  sourceLogin: row.sourceLoginUnknown ? UNKNOWN_LOGIN : row.sourceLogin,
  destinationLogin: row.destinationLoginUnknown ? UNKNOWN_LOGIN : row.destinationLogin,
  ...Object.fromEntries(SHOWN.map((field) => [field, row[field]])),
});

/** Addresses that an event of many mailboxes shows; it is found by all of them. */
const MOST_EXAMPLES = 5;

/** One event for all mailboxes of a request. */
export function mailboxesAdded(
  deps: Needs,
  principal: Principal,
  { id, name }: ProjectRow,
  rows: readonly MailboxRow[],
): NewEvent {
  const addresses = rows.map(({ sourceEmail }) => sourceEmail);
  const [first, ...others] = rows;
  return newEvent(deps, actorOf(principal), {
    type: 'mailbox.added',
    subject: { kind: 'project', id, name },
    projectId: id,
    ...(first && others.length === 0 && { mailboxId: first.id }),
    data: { count: rows.length, examples: addresses.slice(0, MOST_EXAMPLES) },
    words: rows.flatMap(({ sourceEmail, destinationEmail }) => [sourceEmail, destinationEmail]),
  });
}

/** One event for all mailboxes that were taken back with their list. The database adds how many these were. */
export function importUndone(
  deps: Needs,
  principal: Principal,
  { id, name }: Pick<ProjectRow, 'id' | 'name'>,
  rows: readonly Pick<MailboxRow, 'sourceEmail' | 'destinationEmail'>[],
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'mailbox.import-undone',
    subject: { kind: 'project', id, name },
    projectId: id,
    data: { examples: rows.slice(0, MOST_EXAMPLES).map(({ sourceEmail }) => sourceEmail) },
    words: rows.flatMap(({ sourceEmail, destinationEmail }) => [sourceEmail, destinationEmail]),
  });
}

/** `reports`: of both sides. */
export function mailboxTested(
  deps: Needs,
  principal: Principal,
  { id, projectId, sourceEmail }: Pick<MailboxRow, 'id' | 'projectId' | 'sourceEmail'>,
  reports: readonly Pick<MailboxReportRow, 'findings'>[],
): NewEvent {
  const failed = reports.flatMap(({ findings }) => findings).filter(({ state }) => state === 'failed').length;
  return newEvent(deps, actorOf(principal), {
    type: 'mailbox.tested',
    subject: { kind: 'mailbox', id, name: sourceEmail },
    projectId,
    mailboxId: id,
    data: { failed },
  });
}

export function mailboxUpdated(
  deps: Needs,
  principal: Principal,
  before: MailboxRow,
  after: Partial<SignIn>,
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'mailbox.updated',
    ...factsOf(before),
    changes: [
      ...changesBetween(shownOf(before), shownOf({ ...before, ...after })),
      ...SIDES.flatMap((side) =>
        changeOfSecret(`${side}Password`, before[`${side}PasswordSealed`] !== null, after[`${side}PasswordSealed`]),
      ),
    ],
  });
}

/** One event for all mailboxes that a request changes. */
export function mailboxesUpdated(
  deps: Needs,
  principal: Principal,
  { id, name }: ProjectRow,
  edited: readonly { row: MailboxRow; columns: Partial<Pick<MailboxRow, 'destinationEmail'>> }[],
  fields: readonly string[],
): NewEvent {
  const [first, ...others] = edited;
  return newEvent(deps, actorOf(principal), {
    type: 'mailbox.updated',
    subject: { kind: 'project', id, name },
    projectId: id,
    ...(first && others.length === 0 && { mailboxId: first.row.id }),
    data: {
      count: edited.length,
      examples: edited.slice(0, MOST_EXAMPLES).map(({ row }) => row.sourceEmail),
      fields,
    },
    words: edited.flatMap(({ row, columns }) => [
      row.sourceEmail,
      row.destinationEmail,
      ...(columns.destinationEmail ? [columns.destinationEmail] : []),
    ]),
  });
}

/** One event for all mailboxes that a request deletes. */
export function mailboxesDeleted(
  deps: Needs,
  principal: Principal,
  { id, name }: ProjectRow,
  rows: readonly MailboxRow[],
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'mailbox.deleted',
    subject: { kind: 'project', id, name },
    projectId: id,
    data: { count: rows.length, examples: rows.slice(0, MOST_EXAMPLES).map(({ sourceEmail }) => sourceEmail) },
    words: rows.flatMap(({ sourceEmail, destinationEmail }) => [sourceEmail, destinationEmail]),
  });
}

export function mailboxDeleted(deps: Needs, principal: Principal, row: MailboxRow): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'mailbox.deleted', ...factsOf(row) });
}

function factsOf({ id, projectId, sourceEmail, destinationEmail }: MailboxRow) {
  return {
    subject: { kind: 'mailbox', id, name: sourceEmail },
    projectId,
    mailboxId: id,
    data: { destinationEmail },
  };
}
