import { inject } from 'vitest';
import type { Loose } from '../harness.ts';

const { port, url } = inject('mailHost');

export const MAIL_PORT = port;

const asJson = { 'content-type': 'application/json' };

/** Changes how the mail host behaves. */
export async function setFaults(faults: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${url}/control`, { method: 'PUT', headers: asJson, body: JSON.stringify(faults) });
  if (!response.ok) throw new Error(await response.text());
}

export async function resetHost(): Promise<void> {
  await fetch(`${url}/control`, { method: 'DELETE' });
  await fetch(`${url}/messages`, { method: 'DELETE' });
}

/** What arrived for a recipient, newest first. */
export async function arrived(to: string): Promise<Loose[]> {
  const response = await fetch(`${url}/messages?to=${encodeURIComponent(to)}`);
  return (await response.json<Loose>()).items;
}

export async function hostCounts(): Promise<{ connections: number; signIns: number; messages: number }> {
  return ((await (await fetch(`${url}/control`)).json()) as Loose).counts;
}
