import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { Mailferry } from './mailferry.ts';

const EVERY_MS = 100;
const LONGEST_MS = 20_000;

/** Invites someone and accepts as them, by the link in the outbox. */
export async function hire(
  mailferry: Mailferry,
  { email, name, role }: { email: string; name: string; role: 'agent' | 'manager' },
): Promise<void> {
  await mailferry.call('POST', '/api/invitations', { email, role });
  const response = await fetch(`${mailferry.url}/api/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: mailferry.url },
    body: JSON.stringify({ token: await tokenFor(mailferry, email), name, password: 'harbour at low tide' }),
  });
  if (!response.ok) throw new Error(`Accepting answered ${await response.text()}`);
}

async function tokenFor({ stateDir }: Mailferry, email: string): Promise<string> {
  const folder = join(stateDir, 'outbox');
  const until = Date.now() + LONGEST_MS;
  while (Date.now() < until) {
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const { text = '', to } = await simpleParser(readFileSync(join(folder, file)));
      const token = /\/invitation#([\w-]{43})/.exec(text)?.[1];
      if (token && to && 'text' in to && to.text.includes(email)) return token;
    }
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  throw new Error(`The outbox has no invitation for ${email}.`);
}
