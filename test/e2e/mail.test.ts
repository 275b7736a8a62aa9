import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SELF_SIGNED } from '../fakes/self-signed.ts';
import { authorityIn } from '../sandbox/front-doors/side-door.ts';
import type { MailHost } from '../sandbox/mail-host/mail-host.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

let folder: string;
let known: MailHost;
let stranger: MailHost;
let mailferry: Mailferry;
const before = process.env.NODE_EXTRA_CA_CERTS;

/** The runtime trusts the certificate of one mail host, and not that of the other. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mail-e2e-'));
  const caFile = join(folder, 'trusted.pem');
  writeFileSync(caFile, SELF_SIGNED.cert);
  process.env.NODE_EXTRA_CA_CERTS = caFile;
  known = await startMailHost({ certificate: SELF_SIGNED });
  const authority = await authorityIn(folder)();
  const notAfter = new Date(authority.since.getTime() + 86_400_000);
  const issued = await authority.certificateFor({ names: ['localhost'], notBefore: authority.since, notAfter });
  stranger = await startMailHost({
    certificate: { key: issued.key, cert: [issued.cert, ...issued.issuers].join('\n') },
  });
  mailferry = await startMailferry();
});

afterAll(async () => {
  if (before === undefined) delete process.env.NODE_EXTRA_CA_CERTS;
  else process.env.NODE_EXTRA_CA_CERTS = before;
  await mailferry?.close();
  await Promise.all([known?.close(), stranger?.close()]);
  rmSync(folder, { recursive: true, force: true });
});

type Tested = { isAccepted: boolean; response: string; message: { id: string } };

async function sendBy(host: MailHost, security: 'tls' | 'starttls'): Promise<Tested> {
  await mailferry.call('PUT', '/api/mail-settings', {
    driver: 'smtp',
    senderAddress: 'ferry@harbour.example',
    smtp: { host: 'localhost', port: host.port, security, username: 'ferry', password: 'secret' },
  });
  return mailferry.call<Tested>('POST', '/api/mail-settings/test', { to: 'kim@new.example' });
}

it('sends by STARTTLS, and by TLS from the start', async () => {
  expect(await sendBy(known, 'starttls')).toMatchObject({ isAccepted: true });
  await known.setFaults({ isTlsFirst: true });
  expect(await sendBy(known, 'tls')).toMatchObject({ isAccepted: true });
  await known.setFaults({ isTlsFirst: false });
  expect([known.messages('kim@new.example').length, known.counts.signIns]).toEqual([2, 2]);
});

it('gives a server whose certificate nobody vouches for neither password nor message', async () => {
  const answer = await sendBy(stranger, 'starttls');
  expect(answer).toMatchObject({ isAccepted: false, response: expect.stringContaining('TLS failed') as string });
  await stranger.setFaults({ isTlsFirst: true });
  expect(await sendBy(stranger, 'tls')).toMatchObject({ isAccepted: false });
  expect([stranger.counts.signIns, stranger.counts.messages]).toEqual([0, 0]);
});

it('sends what was queued by itself', async () => {
  const { message } = await sendBy(known, 'starttls');
  await mailferry.call('POST', `/api/messages/${message.id}/resend`);
  await expect.poll(() => known.messages('kim@new.example').length, { timeout: 20_000 }).toBe(4);
  const [first, second] = known.messages('kim@new.example').map(({ headers }) => headers['message-id']);
  // A message that someone sends again is another one.
  expect(first).not.toBe(second);
});
