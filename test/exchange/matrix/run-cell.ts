import type { PassOptions } from '../../../worker/engine/model/pass.ts';
import { compareMailboxes, type Difference } from '../../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { folderCounts, foldersBelow, getDistinguished, removeFolder } from '../../sandbox/store/folders.ts';
import { itemIdText } from '../../sandbox/store/ids.ts';
import type { Store } from '../../sandbox/store/store.ts';
import { openMailbox, type Mailbox, type Outcome } from '../refusals/cell.ts';
import { addSettings, fillSmall } from '../refusals/mailboxes.ts';
import type { Cell, Scenario } from './cells.ts';
import { impatient, strike } from './strike.ts';

const PAIRS: Record<Scenario, readonly [ProfileName, ProfileName]> = {
  transfer: ['Exchange2010_SP2', 'Exchange2019'],
  typed: ['Exchange2007_SP1', 'Exchange2016'],
  large: ['Exchange2007_SP1', 'Exchange2016'],
};
const LARGE_FILE_BYTES = 2_010_000;
/** They take requests, and have cells of their own. */
const NO_SETTINGS = { permissions: false, rules: false, delegates: false, categories: false };
/** More than any cell needs that comes to an end. */
const MOST_REQUESTS = 1500;

export type Seen = {
  /** Absent where the pass had no end. */
  first?: Outcome;
  /** The passes that a person would start once the fault is over. */
  healed?: Outcome;
  afterFirst: Difference[];
  afterHealing: Difference[];
  hits: number;
  requests: number;
  wasWritten: boolean;
  outgoing: number;
};

export function startScenario(scenario: Scenario, mailboxes: number): Promise<Sandbox> {
  const [from, to] = PAIRS[scenario];
  const emails = Array.from({ length: mailboxes }, (_, at) => ({ email: `box${at}@example.com` }));
  return startSandbox({
    source: { profile: from, mailboxes: emails },
    destination: { profile: to, mailboxes: emails },
  });
}

/** A mailbox is copied while something goes wrong, and again once nothing does. */
export async function runCell(sandbox: Sandbox, at: number, cell: Cell): Promise<Seen> {
  const email = `box${at}@example.com`;
  const { source, destination } = sandbox;
  const isTyped = cell.scenario !== 'transfer';
  const options = cell.scope === 'setting' ? {} : { settings: NO_SETTINGS };
  fillSmall(source.store, email, isTyped, cell.scenario === 'large' ? LARGE_FILE_BYTES : 40);
  dropEmptyFolders(source.store, email);
  if (!isTyped) addSettings(source.store, email);
  source.resetStats();
  destination.resetStats();
  const levels = { from: PROFILES[PAIRS[cell.scenario][0]].level, to: PROFILES[PAIRS[cell.scenario][1]].level };
  const compare = () => compareMailboxes(source.store, email, destination.store, email, { levels });
  const mailbox = openMailbox(sandbox, email);
  mailbox.through = { source: impatient, destination: impatient };
  const struck = strike(sandbox[cell.side], cell, idOf(sandbox, email, cell.target ?? ''));
  try {
    const first = await ended(mailbox.pass('full', options));
    const seen = {
      hits: struck.hits(),
      requests: source.stats().totalRequests + destination.stats().totalRequests,
      afterFirst: compare(),
      ...(first && { first }),
    };
    struck.end();
    // Where all went well there is nothing to do again.
    const isWhole = first?.result.outcome === 'done' && seen.afterFirst.length === 0;
    const healed = isWhole ? first : first && (await heal(mailbox, first, options));
    return {
      ...seen,
      ...(healed && { healed }),
      afterHealing: compare(),
      wasWritten: Object.keys(source.stats().writes).length > 0,
      outgoing: source.stats().outgoing + destination.stats().outgoing,
    };
  } finally {
    struck.end();
    mailbox.close();
  }
}

/** What is empty at the source takes requests, and shows nothing. */
function dropEmptyFolders(store: Store, email: string): void {
  const mailbox = store.mailbox(email)!.id;
  const root = getDistinguished(store, mailbox, 'msgfolderroot')!;
  for (const folder of foldersBelow(store, root.id)) {
    const isKept = KEPT.has(folder.distinguishedId ?? '') || foldersBelow(store, folder.id).length > 0;
    if (!isKept && folderCounts(store, folder.id).total === 0) removeFolder(store, folder);
  }
}

const KEPT = new Set(['inbox', 'calendar']);

export const isEndless = ({ requests, first }: Seen): boolean => first === undefined || requests > MOST_REQUESTS;

async function heal(mailbox: Mailbox, first: Outcome, options: PassOptions): Promise<Outcome | undefined> {
  if (first.errors.length > 0) await ended(mailbox.pass('retry-errors', options));
  return ended(mailbox.pass('full', options));
}

async function ended(pass: Promise<Outcome>): Promise<Outcome | undefined> {
  try {
    return await pass;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('The pass did not end')) return undefined;
    throw error;
  }
}

/** The id that the source tells of the item with a subject; empty where a cell is about none. */
function idOf({ source: { store } }: Sandbox, email: string, subject: string): string {
  const mailbox = store.mailbox(email)!;
  const row = store.sql('select id, folder from items where mailbox = ? and subject = ?').get(mailbox.id, subject);
  const { id, folder } = (row ?? {}) as { id?: number; folder?: number };
  return id === undefined || folder === undefined ? '' : itemIdText(mailbox.guid, folder, id);
}
