import type { Fault } from '../model/fault.ts';
import type { LedgerItem } from '../model/ledger.ts';

export function notUsable(path: string): Fault {
  return {
    kind: 'unsupported',
    scope: 'item',
    code: 'path-not-available',
    message: `Not both servers can copy by ${path}.`,
  };
}

/** Told without an upload: no request of that size gets in. */
export function beyondLimit({ sizeBytes }: LedgerItem, maxRequestBytes: number): Fault {
  const [size, limit] = [sizeBytes, maxRequestBytes].map((bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`);
  return {
    kind: 'too-large',
    scope: 'item',
    code: 'beyond-request-limit',
    message: `The item has ${size}, a third more on its way; the server takes requests of ${limit}.`,
    side: 'destination',
  };
}

export function changedOnBothSides(): Fault {
  return {
    kind: 'refused',
    scope: 'item',
    code: 'changed-on-both-sides',
    message: 'The item was changed at the source, and its copy at the destination; the copy was left as it is.',
    side: 'destination',
  };
}

/** Not gone, but hidden from this account, or damaged so that the server does not find it again. */
export function listedButUnreadable(): Fault {
  return {
    kind: 'vanished',
    scope: 'item',
    code: 'listed-but-unreadable',
    message: 'The server lists the item, and answers that it does not find it.',
    side: 'source',
  };
}

export function unanswered(side: 'source' | 'destination'): Fault {
  return {
    kind: 'unknown',
    scope: 'item',
    code: 'no-answer',
    message: 'The server left this item out of its answer.',
    side,
  };
}

/** The server answers other requests; this item's are answered in front of it. `page` is what stood there. */
export function rejectedInFront({ code, side }: Fault): Fault {
  const message = `Requests with this item are answered by a page in front of the server (${code}); others reach it.`;
  return { kind: 'refused', scope: 'item', code: 'rejected-in-front', message, ...(side && { side }) };
}
