import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { findAiosmtpd } from '../../needs.ts';

export type Aiosmtpd = { port: number; url: string; stop: () => void };

const SCRIPT = new URL('mail_server.py', import.meta.url).pathname;

/** The server of mail_server.py; undefined where Python has no aiosmtpd. */
export async function startAiosmtpd(): Promise<Aiosmtpd | undefined> {
  const python = findAiosmtpd();
  if (python === undefined) return undefined;
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`aiosmtpd ended with ${String(code)}`)));
  });
  const ready = JSON.parse(line) as { port: number; url: string };
  return { ...ready, stop: () => child.stdin.end() };
}
