import type { Mailbox } from '../../api.ts';

/**
 * The mailboxes of a project by id, in their order. A Map, because Solid's stores leave Maps as they are: an array
 * of ten thousand objects would be walked and wrapped again at every live patch, for more than half a second.
 */
export type MailboxList = ReadonlyMap<string, Mailbox>;

/** What the server sends about a mailbox over the live socket. */
export type MailboxPatch = Partial<Mailbox> & { id: string };

export function listOf(mailboxes: Iterable<Mailbox>): MailboxList {
  return new Map(Array.from(mailboxes, (mailbox) => [mailbox.id, mailbox]));
}

/** The list with patches put into it, as a new one; mailboxes that it does not know come by a fresh reading. */
export function patchMailboxes(list: MailboxList, patches: readonly MailboxPatch[]): MailboxList {
  const next = new Map(list);
  for (const patch of patches) {
    const mailbox = list.get(patch.id);
    if (mailbox) next.set(patch.id, { ...mailbox, ...patch });
  }
  return next;
}
