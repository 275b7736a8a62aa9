import { FaultError, isPassing } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { addAttachment, asFile, KEPT_AS_FILE, LEFT_OUT, PASSED_OVER, SAID_OF } from './add-attachment.ts';
import { addOrRefuse, isOfAttachment, isOfRefused, refusedFor } from './refused-attachments.ts';
import type { Connection } from '../../client/connection.ts';
import { attendantOf, type NewAttachment } from '../../items/attendant.ts';
import { applyExceptions } from './apply-exceptions.ts';
import type { OccurrenceState } from './occurrence-files.ts';
import { countAttachments } from './count-attachments.ts';

/** A new item that is not whole yet, and how far it has come: after a pause for a busy server it continues there. */
export type Unfinished = {
  id: string;
  /** What it was made of: another version of the item is another item. */
  content: Parcel['content'];
  attachments: number;
  /** The occurrences that are complete except for files, by their original starts. */
  occurrences: Map<number, OccurrenceState>;
  /** What is lost already, in plain words. */
  omissions: readonly string[];
  /** It lies where it belongs already, and is marked as what it is (in-place.ts). */
  isInPlace: boolean;
};

/**
 * Adds to a new item what its creation could not carry: large attachments, exceptions of a series with their own. Returns what is
 * lost in plain words, or the fault of this item alone. Throws FaultError for all other trouble.
 */
export async function complete(
  connection: Connection,
  unfinished: Unfinished,
  parcel: Parcel,
  later: readonly NewAttachment[],
  signal: AbortSignal,
): Promise<{ omissions: string[] } | Extract<WriteResult, { fault: unknown }>> {
  try {
    for (const attachment of later.slice(unfinished.attachments)) {
      const fault = await addOrRefuse(connection, unfinished.id, attachment, signal);
      if (fault?.code === PASSED_OVER) {
        // Twice the same silence is an answer; the first may be a passing one.
        const inline = (attendantOf(parcel)?.attachments.length ?? 0) - later.length;
        const again = await addUnlessThere(connection, unfinished, inline, attachment, signal);
        if (again) unfinished.omissions = [...unfinished.omissions, again];
      } else if (fault && (SAID_OF[fault.code] || isOfAttachment(fault)))
        unfinished.omissions = [...unfinished.omissions, SAID_OF[fault.code] ?? refusedFor(fault)];
      else if (fault) throw new FaultError(fault);
      unfinished.attachments += 1;
    }
    const exceptions = attendantOf(parcel)?.exceptions;
    return {
      omissions: exceptions
        ? await applyExceptions(connection, unfinished.id, exceptions, unfinished.occurrences, signal)
        : [],
    };
  } catch (error) {
    // A failure may be this item's own doing; what the server failed at it has not done.
    if (error instanceof FaultError && (error.fault.scope === 'item' || isPassing(error.fault, 'failure')))
      return { sourceId: parcel.sourceId, fault: error.fault };
    throw error;
  }
}

/** Tries an attachment once more that no answer was given for. Returns what is lost, in plain words. */
async function addUnlessThere(
  connection: Connection,
  { id, attachments, omissions }: Unfinished,
  inline: number,
  attachment: NewAttachment,
  signal: AbortSignal,
): Promise<string | undefined> {
  const isLost = (omission: string) =>
    omission === LEFT_OUT || Object.values(SAID_OF).includes(omission) || isOfRefused(omission);
  const lost = omissions.filter(isLost).length;
  if ((await countAttachments(connection, id, signal)) > inline + attachments - lost) return undefined;
  const fault = await addAttachment(connection, id, attachment, signal);
  if (fault === undefined) return undefined;
  // Another item may have shown meanwhile that the server keeps none.
  if (SAID_OF[fault.code]) return SAID_OF[fault.code];
  if (fault.code !== PASSED_OVER) throw new FaultError(fault);
  const file = asFile(attachment);
  const refusal = file ? await addAttachment(connection, id, file, signal) : fault;
  return refusal ? (SAID_OF[refusal.code] ?? LEFT_OUT) : KEPT_AS_FILE;
}
