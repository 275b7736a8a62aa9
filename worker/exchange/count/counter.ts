import type { Look, MailboxCounter, Seen } from '../../engine/model/count.ts';
import { FaultError, type Fault } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { makeFault } from '../faults/make-fault.ts';
import { responseFault } from '../faults/response-faults.ts';
import { firstAccepted } from '../folders/find-folders.ts';
import { findViewBody, readView } from '../operations/items/find-view.ts';
import { readFacts } from '../operations/items/sync-folder-items.ts';
import { readDelegateList } from '../settings/delegates.ts';
import { readRules } from '../settings/inbox-rules.ts';
import { childText, type XmlElement } from '../xml/scan.ts';

/** Counts by FindItem, GetDelegate and GetInboxRules, none of which changes anything. */
export function createExchangeCounter(connection: Connection): MailboxCounter {
  return {
    // A server that does not sort by this is asked without an order.
    look: (folders, look, signal) =>
      firstAccepted([true, false].map((isSorted) => () => lookInto(connection, folders, look, isSorted, signal))),
    delegateCount: async (signal) => (await readDelegateList(connection, signal)).delegates.length,
    ruleCount: async (signal) => (await readRules(connection, signal)).rules.length,
  };
}

type Folders = Parameters<MailboxCounter['look']>[0];

async function lookInto(
  connection: Connection,
  folders: Folders,
  look: Look,
  isSorted: boolean,
  signal: AbortSignal,
): Promise<(Seen | { fault: Fault })[]> {
  const { side, capabilities } = connection;
  const body = () => findViewBody(folders, look, isSorted);
  const messages = responseMessages(await connection.call({ operation: 'FindItem', body, signal }));
  const results = folders.map(({ count }, index): Seen | { fault: Fault } => {
    const message = messages[index];
    if (message === undefined) return { fault: notReached(side) };
    const fault = responseFault(message, side);
    if (fault) return { fault };
    const { items, total, isLast } = readView(message);
    capabilities.hour.count(items.length, side);
    const isWhole = isLast && (look.part?.index ?? 0) === 0;
    return { items: items.map(readSeen), total: total ?? (isWhole ? items.length : Math.max(count, items.length + 1)) };
  });
  const [first] = results;
  // The same of all of them is said of the request, not of the folders.
  if (first && 'fault' in first && results.every((each) => 'fault' in each && each.fault.code === first.fault.code))
    throw new FaultError(first.fault);
  return results;
}

function readSeen(element: XmlElement): Seen['items'][number] {
  const { itemClass, sizeBytes, receivedAt, subject } = readFacts(element);
  const made = Date.parse(childText(element, 'DateTimeCreated') ?? '');
  const at = receivedAt ?? (Number.isNaN(made) ? undefined : new Date(made).toISOString());
  return { itemClass, sizeBytes, ...(at !== undefined && { at }), ...(subject !== undefined && { subject }) };
}

function notReached(side: Connection['side']): Fault {
  return makeFault('not-processed', 'folder', 'missing-result', 'The answer does not mention the folder.', side);
}
