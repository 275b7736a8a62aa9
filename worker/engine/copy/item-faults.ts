import type { Fault } from '../model/fault.ts';
import type { LedgerItem } from '../model/ledger-facts.ts';

export function notUsable(path: string): Fault {
  return {
    kind: 'unsupported',
    scope: 'item',
    code: 'path-not-available',
    message: `The two servers cannot both copy by ${path}.`,
  };
}

/** Reported without an upload: the server accepts no request of that size. */
export function beyondLimit({ sizeBytes }: LedgerItem, maxRequestBytes: number): Fault {
  const [size, limit] = [sizeBytes, maxRequestBytes].map((bytes) => `${(bytes / 1_000_000).toFixed(1)} MB`);
  return {
    kind: 'too-large',
    scope: 'item',
    code: 'beyond-request-limit',
    message: `The item has ${size}, and a third more when encoded. The server accepts requests of at most ${limit}.`,
    side: 'destination',
  };
}

export function changedOnBothSides(): Fault {
  return {
    kind: 'refused',
    scope: 'item',
    code: 'changed-on-both-sides',
    message:
      'The item was changed at the source, and its copy was changed at the destination. The copy was not replaced.',
    side: 'destination',
  };
}

/** Not gone, but hidden from this account, or damaged so that the server does not find it again. */
export function listedButUnreadable(): Fault {
  return {
    kind: 'vanished',
    scope: 'item',
    code: 'listed-but-unreadable',
    message: 'The server lists the item, but answers that it cannot find it.',
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

/** The server answers other requests, but something in front of it answers this item's. `page` is that answer. */
export function rejectedInFront({ code, side }: Fault): Fault {
  const message = `Something in front of the server answers requests with this item by a web page (${code}). Other requests reach the server.`;
  return { kind: 'refused', scope: 'item', code: 'rejected-in-front', message, ...(side && { side }) };
}
