import { itemFromMime } from '../items/mime-item.ts';
import { foldersDeep, getDistinguished, insertFolder } from '../store/folders.ts';
import { insertItem } from '../store/items.ts';
import type { Store } from '../store/store.ts';

export type MailboxAt = { store: Store; email: string };

/** Mail that a provider forwards and keeps. Times are epoch ms. */
export type Mail = {
  /** Headers and body as the first server received them. */
  mime: string;
  receivedAt: number;
  /** So much later the second mailbox has it. */
  laterMs?: number;
  /** Where a rule of the second mailbox moves it: a well-known name, or the name of a folder, made where it is not there. */
  movedTo?: string;
  /** It is read there already. */
  isRead?: boolean;
};

/**
 * Brings a message to both mailboxes, as a provider does that forwards and keeps a copy: the second has gained headers,
 * and what its own server says of it is later. Returns the row ids.
 */
export function forward(from: MailboxAt, to: MailboxAt, mail: Mail): { kept: number; forwarded: number } {
  const { mime, receivedAt, laterMs = 0, movedTo = 'inbox', isRead = false } = mail;
  const arrivesAt = receivedAt + laterMs;
  return {
    kept: deliver(from, 'inbox', mime, receivedAt, false),
    forwarded: deliver(to, movedTo, gained(mime, from.email, to.email, arrivesAt), arrivesAt, isRead),
  };
}

/** Puts a message into a folder as a server does that has just received it. Returns the row id. */
export function deliver({ store, email }: MailboxAt, folder: string, mime: string, at: number, isRead = false): number {
  const mailbox = store.mailbox(email);
  if (!mailbox) throw new Error(`No mailbox ${email}`);
  const item = itemFromMime(Buffer.from(mime.replaceAll(/\r?\n/g, '\r\n')), at);
  Object.assign(item, { receivedAt: at, createdAt: at, modifiedAt: at, isRead });
  return store.transaction(() => insertItem(store, mailbox.id, folderNamed(store, mailbox.id, folder), item));
}

function folderNamed(store: Store, mailbox: number, name: string): number {
  const known = getDistinguished(store, mailbox, name);
  if (known) return known.id;
  const root = getDistinguished(store, mailbox, 'msgfolderroot');
  if (!root) throw new Error('No root');
  const there = foldersDeep(store, root.id).find((folder) => folder.name === name);
  return (there ?? insertFolder(store, mailbox, { parent: root.id, name, folderClass: 'IPF.Note' })).id;
}

/** What relays on the way put before a message. */
function gained(mime: string, from: string, to: string, at: number): string {
  const date = new Date(at).toUTCString().replace('GMT', '+0000');
  return [
    `Received: from mx.new.example (192.0.2.7) by mail.new.example with SMTP; ${date}`,
    `Received: from relay.old.example (192.0.2.9) by mx.new.example with ESMTPS; ${date}`,
    `X-Forwarded-For: ${from} ${to}`,
    `X-MS-Exchange-Organization-SCL: -1`,
    `Resent-From: <${from}>`,
    `Resent-Date: ${date}`,
    mime,
  ].join('\r\n');
}
