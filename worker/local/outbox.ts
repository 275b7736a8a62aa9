import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDiskFull } from './disk.ts';
import { writeWholeText } from './whole-file.ts';

/** Keeps a mail as a file of the outbox, and answers where. `name` is made of letters, digits, `.`, `_` and `-`. */
export function keepInOutbox(folder: string, name: string, mail: Uint8Array): Response {
  const file = join(folder, `${name}.eml`);
  try {
    // Links in mails are secrets: only the owner of the folder may read them.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeWholeText(file, new TextDecoder().decode(mail));
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return new Response('The disk of this computer is full.', { status: 507 });
  }
  return new Response(file);
}
