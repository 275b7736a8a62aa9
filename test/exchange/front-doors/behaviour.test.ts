import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { type Cell, type Behaviour, runCell } from './cells.ts';
import { startReach } from './reach.ts';

// What servers do, and what stands before them, beside their TLS.
const CELL: Cell = { windows: '2019', scheme: 'ntlm', as: 'destination' };

test.each<[string, Behaviour]>([
  ['an IIS that says 100 Continue though nobody asked', { door: { strayContinue: true } }],
  ['Extended Protection that is required', { signIn: { extendedProtection: 'require' } }],
])('a mailbox moves to a server with %s', { timeout: 120_000 }, async (_name, behaviour) => {
  expect(await runCell(CELL, behaviour)).toMatchObject({ protocol: 'TLSv1.2' });
});

test.each<[string, Behaviour]>([
  ['an F5, a wrong back end without its cookie', { affinity: { balancer: 'f5', without: 'wrong', graceMs: 100 } }],
  ['a NetScaler, a slow one', { affinity: { balancer: 'netscaler', without: 'slow', slowMs: 50, graceMs: 100 } }],
  ['a Kemp, a wrong one', { affinity: { balancer: 'kemp', without: 'wrong', graceMs: 100 } }],
])('a mailbox is kept on its back end behind %s', { timeout: 120_000 }, async (_name, behaviour) => {
  // Cookies live as long as the pass: of each later one the first request comes without.
  expect((await runCell(CELL, behaviour)).withoutCookies).toBe(1);
});

describe.each(['basic', 'ntlm'] as const)('a load balancer that ends idle connections, with %s', (scheme) => {
  test.each(['close', 'reset'] as const)('is heard, and a new one is opened: %s', async (idleEnds) => {
    const schemes = [scheme === 'basic' ? 'Basic' : 'NTLM'] as const;
    const sandbox = await startSandbox({
      source: {
        profile: 'Exchange2010_SP2',
        mailboxes: [{ email: 'ann@old.example' }],
        signIn: { schemes },
        door: { idleMs: 200, idleEnds },
      },
      destination: { profile: 'Exchange2019' },
    });
    const gateway = await startReach((await sandbox.authority()).root);
    const { url, authenticator } = gateway.reach(sandbox.source, 'ann@old.example', scheme);
    const statuses: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const response = await authenticator!.send(url, { method: 'POST', body: 'x' });
      await response.arrayBuffer();
      statuses.push(response.status);
      await setTimeout(500);
    }
    // Signed in, and no text/xml.
    expect(statuses).toEqual([415, 415, 415]);
    // The gateway first tries what is modern.
    const done = sandbox.source.door.visits.list.filter(({ handshake }) => handshake === 'done');
    expect(done.map(({ isOpen }) => isOpen)).toEqual([false, false, false]);
    authenticator!.close?.();
    await gateway.close();
    await sandbox.close();
  });
});
