import { compareMailboxes, describeDifference } from '../../sandbox/compare/compare.ts';
import type { Difference } from '../../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../../sandbox/profiles/profiles.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { openMailbox, type Outcome } from './cell.ts';
import { addSettings, changeSmall, fillSmall } from './mailboxes.ts';
import { refusing, SAYS_NOTHING, type Way } from './ways.ts';

/**
 * What a pass is without an operation: nothing (`essential`), the same by another way (`replaceable`), one that lists
 * what it could not do (`partial`), or the same with a setting less (`optional`).
 */
export type Need = 'essential' | 'replaceable' | 'partial' | 'optional';
export type Scenario = 'transfer' | 'typed' | 'delta' | 'large';
export type Row = { side: 'source' | 'destination'; operation: string; scenario: Scenario; need: Need };

const row = (side: Row['side'], scenario: Scenario, need: Need, ...operations: string[]): Row[] =>
  operations.map((operation) => ({ side, operation, scenario, need }));

export const ROWS: readonly Row[] = [
  ...row('source', 'transfer', 'essential', 'GetFolder'),
  ...row('source', 'transfer', 'replaceable', 'FindFolder', 'SyncFolderItems', 'ExportItems'),
  ...row('source', 'transfer', 'optional', 'GetDelegate', 'GetUserConfiguration', 'GetInboxRules'),
  ...row('destination', 'transfer', 'essential', 'GetFolder', 'CreateFolder'),
  ...row('destination', 'transfer', 'replaceable', 'FindFolder', 'SyncFolderItems', 'UploadItems'),
  ...row('destination', 'transfer', 'optional', 'GetUserConfiguration', 'CreateUserConfiguration', 'UpdateInboxRules'),
  ...row('source', 'typed', 'essential', 'GetItem'),
  ...row('source', 'typed', 'partial', 'GetAttachment'),
  ...row('destination', 'typed', 'essential', 'CreateItem'),
  ...row('destination', 'typed', 'replaceable', 'DeleteFolder'),
  // What may not be made where it lies is listed.
  ...row('destination', 'typed', 'partial', 'MoveItem'),
  ...row('destination', 'typed', 'partial', 'UpdateItem', 'DeleteItem', 'GetItem'),
  ...row('destination', 'delta', 'replaceable', 'MoveItem'),
  ...row('destination', 'delta', 'partial', 'UpdateItem', 'DeleteItem', 'GetItem'),
  ...row('destination', 'large', 'partial', 'CreateAttachment'),
];

const PAIRS: Record<Scenario, readonly [ProfileName, ProfileName]> = {
  transfer: ['Exchange2010_SP2', 'Exchange2019'],
  typed: ['Exchange2007_SP1', 'Exchange2016'],
  delta: ['Exchange2010_SP2', 'Exchange2019'],
  large: ['Exchange2007_SP1', 'Exchange2016'],
};

export type Cell = Row & { way: Way; lasts: boolean };

export const nameOf = ({ side, operation, scenario, way, lasts }: Cell): string =>
  `${side} ${operation} (${scenario}): ${way}${lasts ? '' : ', twice'}`;

/** Whether such an answer would be a refusal at all. */
export const isRefusal = ({ operation, scenario, lasts }: Row & { lasts: boolean }, way: Way): boolean =>
  // What streams cannot be sent again at once.
  (lasts || scenario !== 'large') &&
  // Who says that a move went well, and moved nothing, refuses nothing either.
  !(operation === 'MoveItem' && way === 'an empty success') &&
  !(SAYS_NOTHING.has(operation) && way.startsWith('an empty success'));

export type Seen = {
  first: Outcome;
  second: Outcome;
  refused: number;
  requests: number;
  /** What differs after the pass without the operation, and after those that had it again. */
  afterFirst: Difference[];
  afterSecond: Difference[];
  writes: Record<string, number>;
  outgoing: number;
};

export function startRow(scenario: Scenario, cells: number): Promise<Sandbox> {
  const [from, to] = PAIRS[scenario];
  const emails = Array.from({ length: cells }, (_, at) => `box${at}@example.com`);
  return startSandbox({
    source: { profile: from, mailboxes: emails.map((email) => ({ email })) },
    destination: { profile: to, mailboxes: emails.map((email) => ({ email })) },
  });
}

/** A mailbox is copied while a server refuses an operation, and once more when it no longer does. */
export async function runCell(sandbox: Sandbox, at: number, cell: Cell): Promise<Seen> {
  const email = `box${at}@example.com`;
  const { source, destination } = sandbox;
  const isOld = cell.scenario === 'typed' || cell.scenario === 'large';
  fillSmall(source.store, email, isOld, cell.scenario === 'large' ? 2_010_000 : 40);
  if (!isOld) addSettings(source.store, email);
  source.resetStats();
  destination.resetStats();
  const mailbox = openMailbox(sandbox, email);
  const options = { deletions: 'remove' } as const;
  try {
    if (cell.scenario === 'delta') {
      await mailbox.pass('full', options);
      changeSmall(source.store, email);
    }
    const refusal = refusing(cell.operation, cell.way, cell.lasts ? Infinity : 2);
    const counting = refusing('', cell.way, 0);
    const other = cell.side === 'source' ? 'destination' : 'source';
    mailbox.through = { source: fetch, destination: fetch, [cell.side]: refusal.fetch, [other]: counting.fetch };
    const [from, to] = PAIRS[cell.scenario];
    const levels = { from: PROFILES[from].level, to: PROFILES[to].level };
    // What was deleted at the source lies among the deleted items of the destination, as it should.
    const isRemoved = ({ kind, folder, subject }: Difference) =>
      kind === 'extra' && folder === 'deleteditems' && subject === 'fourth';
    const compare = () =>
      compareMailboxes(source.store, email, destination.store, email, { levels }).filter((each) => !isRemoved(each));
    const first = await mailbox.pass('full', options);
    const requests = [...refusal.asked.values(), ...counting.asked.values()].reduce((sum, each) => sum + each, 0);
    const afterFirst = compare();
    refusal.stop();
    if (first.errors.length > 0) await mailbox.pass('retry-errors', options);
    const second = await mailbox.pass('full', options);
    return {
      first,
      second,
      refused: refusal.refused,
      requests,
      afterFirst,
      afterSecond: compare(),
      writes: source.stats().writes,
      outgoing: source.stats().outgoing + destination.stats().outgoing,
    };
  } finally {
    mailbox.close();
  }
}

const OWN_CODES: ReadonlySet<Way> = new Set(['ErrorUnsupportedOperation', 'an unheard-of code']);

/** What is wrong with what was seen; empty where all is as expected. */
export function wrongWith({ operation, need, lasts, way }: Cell, seen: Seen): string[] {
  const { first, second, requests, afterFirst, afterSecond } = seen;
  const wrong: string[] = [];
  // Parts of an item that were told to be lost are not looked for again. An unknown code, said of a single
  // part, is taken for an answer.
  const isTold = ({ kind }: Difference) =>
    kind === 'changed' && need === 'partial' && first.omissions.length > 0 && (lasts || OWN_CODES.has(way));
  const say = (text: string) => void wrong.push(text);
  const { outcome } = first.result;
  const fault = 'fault' in first.result ? first.result.fault : undefined;
  // A right that is missing pauses a mailbox at once; that is asked again by a person.
  const isEssential = need === 'essential' && (lasts || way === 'ErrorAccessDenied');
  if (seen.refused === 0) say('never asked for');
  if (Object.keys(seen.writes).length > 0) say(`source written: ${JSON.stringify(seen.writes)}`);
  if (seen.outgoing > 0) say(`outgoing: ${seen.outgoing}`);
  if (requests > 600) say(`requests: ${requests}`);
  if (first.tookMs > (lasts ? 60 : 15) * 60_000) say(`took ${Math.round(first.tookMs / 60_000)} min`);
  const told = first.errors.length + first.folderErrors.length;
  // A server that says that it does not know how to move is not asked again in the pass: some items can only be listed.
  const staysRefused = lasts || (operation === 'MoveItem' && OWN_CODES.has(way));
  if (isEssential && outcome === 'done' && afterFirst.length > 0 && told === 0) say('done without it');
  if (isEssential && outcome !== 'done' && !`${fault?.message} ${fault?.operation}`.includes(operation))
    say(`not named: ${fault?.code} ${fault?.message}`);
  if (!isEssential && outcome !== 'done') say(`${outcome}: ${fault?.code} ${fault?.message}`);
  if (isEssential && outcome !== 'done' && outcome !== 'failed' && outcome !== 'paused') say(outcome);
  // What could not be removed is reported, and gone after the next pass.
  const isListed = first.omissions.some(({ kind }) => kind === 'changes') || first.errors.length > 0;
  const twice = isListed ? [] : afterFirst.filter(({ kind }) => kind === 'extra' || kind === 'doubled');
  const listed = first.errors.length;
  if (need === 'replaceable' || (!staysRefused && !isEssential)) {
    if (listed > 0) say(`listed ${listed}: ${first.errors[0]?.fault.code} ${first.errors[0]?.fault.message}`);
    const lost = afterFirst.filter((each) => !isTold(each));
    if (lost.length > 0 && !isEssential) say(`differs: ${lost.slice(0, 3).map(describeDifference).join('; ')}`);
  } else if (!isEssential) {
    const lacking = afterFirst.filter(({ kind }) => kind === 'missing').length;
    if (lacking > listed) say(`missing ${lacking}, listed ${listed}`);
  }
  if (twice.length > 0 && (isEssential || need === 'partial' || need === 'optional'))
    say(`twice: ${twice.slice(0, 2).map(describeDifference).join('; ')}`);
  if (second.result.outcome !== 'done')
    say(`then ${second.result.outcome}: ${JSON.stringify('fault' in second.result && second.result.fault)}`);
  if (!isEssential && first.folderErrors.length > 0) say(`set aside ${first.folderErrors.length}`);
  if (second.errors.length > 0) say(`then listed ${second.errors.length}: ${second.errors[0]?.fault.code}`);
  const open = afterSecond.filter((each) => !isTold(each));
  if (open.length > 0) say(`then differs: ${open.slice(0, 3).map(describeDifference).join('; ')}`);
  return wrong;
}
