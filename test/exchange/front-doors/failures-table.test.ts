import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOfLine } from '../../../worker/features/endpoints/line-problems.ts';
import { LineError } from '../../../worker/exchange/faults/line-error.ts';
import type { CertificateReason, HandshakeFailure, LineFailure } from '../../../worker/lib/tls-facts.ts';
import type { CertificateKind } from '../../sandbox/front-doors/certificate-kinds.ts';
import type { DoorSettings } from '../../sandbox/front-doors/door-settings.ts';
import { WINDOWS } from '../../sandbox/front-doors/windows-tls.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { startReach } from './reach.ts';

// What an agent reads of every server that a connection is not opened to, by the gateway itself.
const ANN = 'ann@old.example';

let sandbox: Sandbox;
let server: SandboxSide;
let gateway: Awaited<ReturnType<typeof startReach>>;
beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2016', mailboxes: [{ email: ANN }] },
    destination: { profile: 'Exchange2019' },
  });
  server = sandbox.source;
  gateway = await startReach((await sandbox.authority()).root);
});

const rows: string[][] = [];
afterAll(async () => {
  const lines = [['server', 'code', 'sentence', 'remedy'], ['-', '-', '-', '-'], ...rows];
  process.stdout.write(`\n${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`);
  await gateway.close();
  await sandbox.close();
});

/** Sends credentials to a server that shows itself so; what the gateway says instead of an answer. */
async function refusedAt(name: string, settings: Partial<DoorSettings>, trusted?: string): Promise<LineFailure> {
  server.door.set({
    tls: WINDOWS['2016'],
    certificate: 'good',
    edition: 1,
    handshake: 'none',
    cutAt: 'client-hello',
    ...settings,
  });
  server.door.visits.clear();
  const { url, authenticator } = gateway.reach(server, ANN, 'basic', trusted);
  const error = await authenticator!.send(url, { method: 'POST', body: 'x' }).then(
    ({ status }) => new Error(`answered ${status}`),
    (thrown: unknown) => thrown,
  );
  authenticator!.close?.();
  const found = lineErrorIn(error);
  if (!found) throw error;
  // Not a word of a request has left, whatever was wrong.
  const { list } = server.door.visits;
  expect(list.length).toBeGreaterThan(0);
  for (const visit of list) expect(visit).toMatchObject({ applicationBytes: 0, requests: 0, authorizations: 0 });
  const { code, detail, remedy } = problemOfLine(found.failure, '127.0.0.1').problem;
  expect([detail, remedy].map((text) => /^[A-Z0-9][^\n|]{20,}[.!]$/.test(text ?? '') || text)).toEqual([true, true]);
  rows.push([name, code, detail ?? '', remedy ?? '']);
  return found.failure;
}

function lineErrorIn(error: unknown): LineError | undefined {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof LineError) return each;
  return undefined;
}

describe('a server whose certificate is', () => {
  test.each<[CertificateKind, CertificateReason]>([
    ['self-signed', 'self-signed'],
    ['exchange-default', 'self-signed'],
    ['unknown-issuer', 'unknown-issuer'],
    ['unknown-root', 'unknown-issuer'],
    ['missing-intermediate', 'incomplete-chain'],
    ['expired', 'expired'],
    ['not-yet-valid', 'not-yet-valid'],
    ['wrong-name', 'wrong-name'],
    ['sha-1', 'weak'],
    ['short-key', 'weak'],
  ])('%s is refused, and the reason named', async (kind, reason) => {
    const failure = await refusedAt(kind, { certificate: kind });
    const { shown } = await server.door.certificates();
    expect(failure).toMatchObject({
      code: 'certificate-untrusted',
      reason,
      reasons: expect.arrayContaining([reason]),
      certificate: { sha256: shown.sha256 },
    });
  });

  test('trusted by its fingerprint and then another is refused', async () => {
    server.door.set({ tls: WINDOWS['2016'], certificate: 'self-signed', edition: 1, handshake: 'none' });
    const { shown } = await server.door.certificates();
    const { url, authenticator } = gateway.reach(server, ANN, 'basic', shown.sha256);
    expect((await authenticator!.send(url, { method: 'POST', body: 'x' })).status).not.toBe(401);
    authenticator!.close?.();
    const failure = await refusedAt('trusted, then renewed', { certificate: 'self-signed', edition: 2 }, shown.sha256);
    const later = await server.door.certificates();
    expect(failure).toMatchObject({ code: 'certificate-changed', certificate: { sha256: later.shown.sha256 } });
  });
});

describe('a server whose handshake fails', () => {
  test.each<[string, Partial<DoorSettings>, HandshakeFailure | 'connection-refused']>([
    ['hangs', { handshake: 'hang' }, 'hang'],
    ['cut at once', { handshake: 'cut', cutAt: 'accept' }, 'connection-refused'],
    ['cut after the ClientHello', { handshake: 'cut', cutAt: 'client-hello' }, 'cut'],
    ['cut within the ServerHello', { handshake: 'cut', cutAt: 'server-hello' }, 'cut'],
    ['cut after the last flight', { handshake: 'cut', cutAt: 'last-flight' }, 'cut'],
    ['plain http', { handshake: 'plain-http' }, 'plain-http'],
    ['client certificate, TLS 1.2', { handshake: 'client-certificate' }, 'client-certificate'],
    ['client certificate, TLS 1.3', { handshake: 'client-certificate', tls: WINDOWS['2022'] }, 'client-certificate'],
    ['3DES only', { handshake: '3des-only' }, 'cipher'],
    ['RC4 only', { handshake: 'rc4-only' }, 'cipher'],
    ['SSL 3 only', { handshake: 'ssl-3-only' }, 'version'],
  ])('because of this: %s', { timeout: 30_000 }, async (name, settings, how) => {
    const failure = await refusedAt(name, settings);
    // Before a word of TLS was said it is any connection that is closed.
    const isTls = how !== 'connection-refused';
    expect(failure).toMatchObject(isTls ? { code: 'tls-unsupported', how } : { code: how });
  });
});
