import { faultOf, type Fault, type FaultKind } from '../../../engine/model/fault.ts';
import type { Connection } from '../../client/connection.ts';
import type { NewAttachment } from '../../items/attendant.ts';
import { addAttachment, PASSED_OVER } from './add-attachment.ts';
import { countAttachments } from './count-attachments.ts';

/** Faults that concern only the attachment, whatever they mean elsewhere: its item exists already. */
const OF_ATTACHMENT: ReadonlySet<FaultKind> = new Set([
  ...(['corrupt', 'refused', 'too-large', 'unsupported', 'unknown', 'stale'] as const),
  ...(['access', 'version', 'wrong-server', 'not-exchange'] as const),
]);

/** Whether a refusal costs the attachment alone. */
export function isOfAttachment({ kind, code }: Fault): boolean {
  return OF_ATTACHMENT.has(kind) && code !== PASSED_OVER;
}

const REFUSED = 'An attachment was left out, because the destination refuses it';

/** What is said of an item without it. */
export function refusedFor({ code }: Fault): string {
  return `${REFUSED} (${code}).`;
}

export function isOfRefused(omission: string): boolean {
  return omission.startsWith(REFUSED);
}

/**
 * As `addAttachment`, also where the request as a whole is refused while the server shows the item that it is for: then
 * it is the attachment that is refused. What is stale is tried once more. Throws FaultError for all other trouble.
 */
export async function addOrRefuse(
  connection: Connection,
  itemId: string,
  attachment: NewAttachment,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  try {
    const fault = await addAttachment(connection, itemId, attachment, signal);
    return fault?.kind === 'stale' ? await addAttachment(connection, itemId, attachment, signal) : fault;
  } catch (error) {
    const fault = faultOf(error);
    if (!isOfAttachment(fault)) throw error;
    await countAttachments(connection, itemId, signal);
    return fault;
  }
}
