import { describeDifference, type Difference } from '../../sandbox/compare/compare.ts';
import type { Cell } from './cells.ts';
import { isOneOf, isPage } from './kinds.ts';
import { isEndless, type Seen } from './run-cell.ts';

/** What is wrong with what was seen of a cell; empty where the fault stayed as small as it is. */
export function wrongWith(cell: Cell, seen: Seen): string[] {
  const wrong: string[] = [];
  const say = (text: string) => void wrong.push(text);
  const { first, healed, afterFirst, afterHealing } = seen;
  if (seen.hits === 0) say('never struck');
  if (seen.wasWritten) say('the source was written');
  if (seen.outgoing > 0) say(`outgoing: ${seen.outgoing}`);
  if (isEndless(seen)) say(`no end after ${seen.requests} requests`);
  const doubled = [...afterFirst, ...afterHealing].filter(({ kind }) => kind === 'extra' || kind === 'doubled');
  if (doubled.length > 0) say(`twice: ${told(doubled)}`);
  if (!first) return wrong;
  const { outcome } = first.result;
  const fault = 'fault' in first.result ? first.result.fault : undefined;
  if (cell.scope === 'everything') {
    if (outcome !== 'done' && !isEndOf(cell)) say(`${outcome}: ${fault?.code} ${fault?.message}`);
  } else if (outcome !== 'done' && !isFull(cell) && !isReferral(cell))
    say(`${outcome}: ${fault?.code} ${fault?.message}`);
  const others = afterFirst.filter((each) => !isAbout(cell, each));
  if (cell.scope !== 'everything' && !isFull(cell) && !isReferral(cell) && others.length > 0)
    say(`others differ: ${told(others)}`);
  const missing = afterFirst.filter(({ kind }) => kind === 'missing');
  if (outcome === 'done' && missing.length > first.errors.length && first.folderErrors.length === 0)
    say(`missing ${missing.length}, listed ${first.errors.length}`);
  if (first.folderErrors.length > 0 && cell.scope !== 'folder' && cell.scope !== 'everything')
    say(`set aside: ${first.folderErrors.map(({ fault: { code } }) => code).join(', ')}`);
  const changed = afterFirst.filter(({ kind }) => kind === 'changed');
  if (outcome === 'done' && changed.length > 0 && first.omissions.length === 0) say(`untold: ${told(changed)}`);
  if (cell.scope === 'property' || cell.scope === 'attachment') {
    if (missing.length > 0 && !isRetryable(cell))
      say(`cost the item: ${first.errors.map((each) => each.fault.code).join(', ')}`);
  }
  if (
    cell.scope === 'property' &&
    cell.times === Infinity &&
    !first.omissions.some(({ message }) => names(message, cell))
  )
    say('not named');
  for (const listed of [...first.errors.map((each) => each.fault), ...first.folderErrors.map((each) => each.fault)])
    if (!isTrueCause(cell, listed.code)) say(`listed as ${listed.code}: ${listed.message}`);
  if (cell.times === 1 && isPassing(cell) && first.errors.length > 0) say(`listed for one passing fault`);
  if (healed && healed.result.outcome !== 'done') say(`then ${healed.result.outcome}`);
  if (healed && healed.errors.length > 0) say(`then listed: ${healed.errors[0]?.fault.code}`);
  // What was told to be lost of an item is not looked for again.
  const left = afterHealing.filter(({ kind }) => kind !== 'changed' || first.omissions.length === 0);
  if (healed && left.length > 0) say(`then differs: ${told(left)}`);
  return wrong;
}

const told = (differences: readonly Difference[]): string => differences.slice(0, 3).map(describeDifference).join('; ');

function isAbout({ scope, target, operation }: Cell, { subject, folder, kind }: Difference): boolean {
  if (scope === 'folder') return folder.split('/').includes((target ?? '').toLowerCase());
  if (scope === 'property') return kind === 'changed';
  // A series has files as well.
  if (operation === 'CreateAttachment') return kind === 'changed' || subject === target || subject === 'Board meeting';
  return subject === target;
}

/** Whoever refers a whole call to another server speaks of the mailbox. */
const isReferral = ({ kind, operation, scope }: Cell): boolean =>
  scope === 'folder' && operation === 'UploadItems' && /^Error(?:CrossSite|NoRespondingCAS|WrongServer)/.test(kind);

/** A mailbox without room is full, whichever item finds that out. */
const isFull = ({ kind, side }: Cell): boolean => kind === 'ErrorQuotaExceeded' && side === 'destination';

const names = (message: string, { target = '' }: Cell): boolean =>
  message.toLowerCase().includes(target === 'StartTimeZone' ? 'time zone' : target.toLowerCase());

/** What one request more makes good. */
function isPassing({ kind }: Cell): boolean {
  return isOneOf(kind, 'passing') || (isPage(kind) && kind !== '413');
}

/** What a server fails at, and others may not: the item is listed, and tried again when someone asks for it. */
function isRetryable({ kind, scope }: Cell): boolean {
  return (
    scope === 'attachment' && (isOneOf(kind, 'passing') || isPage(kind) || kind === 'RpcFormat' || OF_ITEM.test(kind))
  );
}

const OF_ITEM = /^Error(?:ItemNotFound|QuotaExceeded)$/;

/** What ends a pass where it is said of everything. The first answer of all, time after time, may be a wrong address. */
function isEndOf({ kind, times, operation }: Cell): boolean {
  if (operation === 'GetFolder' && times > 1 && isPage(kind)) return true;
  return isOneOf(kind, 'access', 'mailbox') || kind === '403' || times === Infinity;
}

/** The server's own word, or what is said of a page in its place, and of no answer at all. */
function isTrueCause({ kind, operation, scope }: Cell, code: string): boolean {
  // Where a server moves nothing, a folder gets only what may be created in it.
  if (operation === 'MoveItem' && scope === 'everything' && OF_OTHER_KINDS.test(code)) return true;
  if (isPage(kind)) return OF_PAGES.test(code);
  return code === kind || OF_CODES.test(code) || (kind === 'RpcFormat' && code === 'ErrorInternalServerError');
}

const OF_PAGES =
  /^(?:rejected-in-front|never-arrived|http-\d+|timeout|connection-lost|broken-answer|empty-answer|operation-refused)$/;
const OF_OTHER_KINDS = /^ErrorCannotCreate\w+InNon\w+Folder$/;
const OF_CODES = /^(?:listed-but-unreadable|operation-refused|folder-not-shown)$/;
