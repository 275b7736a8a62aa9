import type { NewAttachment } from '../../items/attendant.ts';
import type { Connection } from '../../client/connection.ts';
import { responseFault } from '../../faults/response-faults.ts';
import { getItemBody, itemIn } from '../../operations/items/get-item.ts';
import { fieldUri } from '../../operations/properties.ts';
import { requireRefusal } from '../../faults/refusals.ts';
import { responseMessages } from '../../client/responses.ts';
import { child, childText, type XmlElement } from '../../xml/scan.ts';
import { addOrRefuse, isOfAttachment } from './refused-attachments.ts';

/** How far a single occurrence of a new series has come. */
export type OccurrenceState = {
  /** Empty where it was deleted. */
  id: string;
  /** Which of its files are still to be added, by their place in the list; undefined before anyone looked. */
  left?: number[];
  /** How many of them the server has refused. */
  refused: number;
  /** Parts of its change that the server refused, with the code. */
  without?: ReadonlyMap<string, string>;
};

const BATCH_IDS = 10;

/**
 * Gives occurrences the files that are theirs alone, one by one; `done` knows which are there, so that none is added
 * twice. Returns how many the server refuses for good. Throws FaultError where it may take them another time.
 */
export async function addOccurrenceFiles(
  connection: Connection,
  occurrences: readonly { originalStart: number; files: readonly NewAttachment[] }[],
  done: ReadonlyMap<number, OccurrenceState>,
  signal: AbortSignal,
): Promise<number> {
  const wanted = occurrences.flatMap(({ originalStart, files }) => {
    const state = done.get(originalStart);
    return state === undefined || files.length === 0 ? [] : [{ state, files }];
  });
  await look(
    connection,
    wanted.filter(({ state }) => state.left === undefined),
    signal,
  );
  let refused = 0;
  for (const { state, files } of wanted) {
    for (const left = state.left ?? []; left.length > 0; left.shift()) {
      const file = files[left[0]!];
      const fault = file && (await addOrRefuse(connection, state.id, file, signal));
      if (fault === undefined) continue;
      if (!isOfAttachment(fault)) requireRefusal(fault);
      state.refused += 1;
    }
    refused += state.refused;
  }
  return refused;
}

type Wanted = { state: OccurrenceState; files: readonly NewAttachment[] };

/**
 * Exchange 2007 shows the files of a series with the series alone (so NexJ's guide for administrators); of later ones
 * nothing is known. Where a server lists them with the exception, those are not added again.
 */
async function look(connection: Connection, wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
  const shape = { base: 'IdOnly', withMime: false, properties: fieldUri('item:Attachments') } as const;
  for (let at = 0; at < wanted.length; at += BATCH_IDS) {
    const page = wanted.slice(at, at + BATCH_IDS);
    const body = () =>
      getItemBody(
        page.map(({ state }) => state.id),
        shape,
      );
    const messages = responseMessages(await connection.call({ operation: 'GetItem', body, signal }));
    for (const [index, { state, files }] of page.entries()) {
      const message = messages[index];
      const fault = message && responseFault(message, connection.side);
      if (fault) requireRefusal(fault);
      state.left = notAmong(files, namesOf(message && itemIn(message)));
    }
  }
}

function notAmong(files: readonly NewAttachment[], names: string[]): number[] {
  return files.flatMap(({ name }, index) => {
    const at = names.indexOf(name);
    if (at < 0) return [index];
    names.splice(at, 1);
    return [];
  });
}

function namesOf(item: XmlElement | undefined): string[] {
  return (child(item, 'Attachments')?.children ?? []).map((each) => childText(each, 'Name') ?? '');
}
