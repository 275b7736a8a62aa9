import type { Parcel } from '../../../engine/model/mailbox.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import { attendantOf, type NewAttachment } from '../../items/attendant.ts';
import { stateProperties, type StateReach } from '../../items/meetings.ts';
import { isAtLeast, type RequestVersion } from '../../operations/versions.ts';
import type { Piece } from '../../xml/bytes.ts';
import { xml } from '../../xml/template.ts';
import { postAsMessage } from './post-as-message.ts';

/** So much of attachments goes with the request that creates their item; what is beyond follows one by one. */
const INLINE_BYTES = 4_000_000;

/**
 * The new item's element with the attachments that are created with it (`inline` of them), and those that follow, in
 * their order. `reach` says how much of a meeting's state the element has.
 */
export function planItem(
  parcel: Parcel,
  version: RequestVersion,
  reach: StateReach = 'all',
  { attachments: way, posts }: Pick<ServerCapabilities, 'attachments' | 'posts'> = {},
): { element: Piece[]; inline: number; later: readonly NewAttachment[] } {
  if (!(parcel.content instanceof Uint8Array)) throw new TypeError('A typed item is no stream.');
  const isMessage = posts === 'trial' || posts === 'message';
  const { content, shift = 0 } = (isMessage && postAsMessage(parcel.content)) || { content: parcel.content };
  const attendant = attendantOf(parcel);
  const attachments = attendant?.attachments ?? [];
  // Before Exchange 2010 SP2 an item is created without any.
  const inline = isAtLeast(version, 'Exchange2010_SP2') && way !== 'apart' ? countInline(attachments) : 0;
  const later = attachments.slice(inline);
  if (attendant === undefined) return { element: [content], inline, later };
  const pieces = attachments.slice(0, inline).flatMap((each) => ('pieces' in each ? each.pieces : []));
  const attached = inline === 0 ? [] : [xml`<t:Attachments>`, ...pieces, xml`</t:Attachments>`];
  const { meeting } = attendant;
  const attachmentsAt = attendant.attachmentsAt + shift;
  const stateAt = meeting?.at ?? content.length;
  const head = [content.subarray(0, attachmentsAt), ...attached, content.subarray(attachmentsAt, stateAt)];
  const state = meeting ? stateProperties(meeting, reach) : [];
  return { element: [...head, ...state, content.subarray(stateAt)], inline, later };
}

/** Attachments keep their order: what stands behind the first that must follow follows as well. */
function countInline(attachments: readonly NewAttachment[]): number {
  let bytes = 0;
  for (const [index, attachment] of attachments.entries()) {
    if (!('pieces' in attachment)) return index;
    bytes += attachment.bytes;
    if (bytes > INLINE_BYTES) return index;
  }
  return attachments.length;
}

/**
 * True when the item is not whole once it has been created, or may not be: whether the server keeps attachments that
 * come with an item, the first item shows.
 */
export function needsMore(parcel: Parcel, version: RequestVersion, capabilities: ServerCapabilities): boolean {
  const attendant = attendantOf(parcel);
  if (attendant === undefined) return false;
  const { inline, later } = planItem(parcel, version, 'all', capabilities);
  const isUnproven = inline > 0 && capabilities.attachments === undefined;
  return attendant.exceptions !== undefined || later.length > 0 || isUnproven;
}
