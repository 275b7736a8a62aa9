import { getRandomValues } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { thrownFault } from '../../worker/exchange/faults/http-faults.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { ntlmAuthenticator } from '../../worker/exchange/transport/ntlm/ntlm-authenticator.ts';
import { probeEndpoint } from '../../worker/exchange/probe.ts';
import {
  createAuthenticator,
  learningAuthenticator,
  type SignInPlatform,
} from '../../worker/exchange/transport/sign-in/sign-in.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { mailboxContract } from '../contract/mailbox.contract.ts';
import { netSockets } from '../fakes/net-socket.ts';
import { WINDOWS } from '../sandbox/front-doors/windows-tls.ts';
import { startSandbox, type Sandbox, type SandboxSide } from '../sandbox/sandbox.ts';
import { never } from './kit.ts';
import { connect, ownerOf, type SideName } from './connect.ts';

const EMAIL = 'ann@example.com';
const SEED = 11;

function start(): Promise<Sandbox> {
  return startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: EMAIL, fill: { seed: SEED, items: 60, largeItems: [{ bytes: 3_000_000 }] } }],
      signIn: { schemes: ['NTLM'] },
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }], signIn: { schemes: ['Negotiate'] } },
  });
}

/** Node's own fetch would share connections; here it only asks how to sign in. */
function platformOf(ca?: string): SignInPlatform & { sockets: unknown[] } {
  return { fetch, ...netSockets(ca), random: (bytes) => void getRandomValues(bytes), now: Date.now };
}

const connectBy = (server: SandboxSide, side: SideName, scheme: 'ntlm' | 'negotiate') =>
  connect(server, side, { authenticator: createAuthenticator(scheme, ownerOf(server, EMAIL), platformOf()) });

mailboxContract('over NTLM, and NTLM by Negotiate', async () => {
  process.stdout.write(`sandbox seed ${SEED}\n`);
  const sandbox = await start();
  const source = createExchangeSource(connectBy(sandbox.source, 'source', 'ntlm'));
  const destination = createExchangeDestination(connectBy(sandbox.destination, 'destination', 'negotiate'));
  const from = (await source.folders(never())).find(({ distinguishedId }) => distinguishedId === 'sentitems')!;
  const to = (await destination.folders(never())).find(({ distinguishedId }) => distinguishedId === 'inbox')!;
  return {
    source,
    destination,
    filledFolder: { id: from.id, items: from.totalCount },
    emptyFolder: { id: to.id },
    close: () => sandbox.close(),
  };
});

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await start();
});
afterAll(() => sandbox.close());

test('the probe finds out how to sign in, and does', async () => {
  const { email, password } = sandbox.source.mailboxes[0]!;
  const probe = (side: SandboxSide, given = password) =>
    probeEndpoint({
      ...platformOf(),
      url: side.url,
      credentials: { username: email, password: given },
      mailbox: email,
    });
  expect(await probe(sandbox.source)).toMatchObject({ ok: true, authSchemes: ['ntlm'] });
  expect(await probe(sandbox.destination)).toMatchObject({ ok: true, authSchemes: ['negotiate'] });
  expect(await probe(sandbox.source, 'wrong')).toMatchObject({ ok: false, fault: { kind: 'credentials' } });
});

test('DOMAIN\\user, user@domain and a bare name are the same account', async () => {
  const { password } = sandbox.source.mailboxes[0]!;
  for (const username of ['EXAMPLE\\ann', 'ann@example.com', 'ann', 'example\\ANN']) {
    const authenticator = ntlmAuthenticator({ ...platformOf(), credentials: { username, password } });
    const response = await authenticator.send(sandbox.source.url, { method: 'POST', body: '<not-soap/>' });
    expect([username, response.status === 401]).toEqual([username, false]);
    authenticator.close();
  }
});

test('who was not told how to sign in asks, once', async () => {
  const { email, password } = sandbox.source.mailboxes[0]!;
  let asked = 0;
  const platform = platformOf();
  const counting: SignInPlatform = {
    ...platform,
    fetch: (url, init) => {
      asked += 1;
      expect(new Headers(init.headers).has('authorization')).toBe(false);
      return fetch(url, init);
    },
  };
  const authenticator = learningAuthenticator({ username: email, password }, counting, 'source');
  expect(authenticator.scheme).toBe('none');
  const statuses = await Promise.all(
    [1, 2, 3].map(() => authenticator.send(sandbox.source.url, { method: 'POST', body: '<not-soap/>' })),
  );
  expect(statuses.every(({ status }) => status !== 401)).toBe(true);
  expect([asked, authenticator.scheme]).toEqual([1, 'ntlm']);
  authenticator.close?.();
});

test('a wrong password that many requests bring does not lock the account', async () => {
  const { email } = sandbox.source.mailboxes[0]!;
  sandbox.source.side.signIn.lockOut = { after: 3 };
  const wrong = ntlmAuthenticator({ ...platformOf(), credentials: { username: email, password: 'wrong' } });
  const statuses = await Promise.all(
    Array.from(
      { length: 12 },
      async () => (await wrong.send(sandbox.source.url, { method: 'POST', body: 'x' })).status,
    ),
  );
  expect(new Set(statuses)).toEqual(new Set([401]));
  const right = ntlmAuthenticator({
    ...platformOf(),
    credentials: sandbox.source.mailboxes.map(({ email, password }) => ({ username: email, password }))[0]!,
  });
  expect((await right.send(sandbox.source.url, { method: 'POST', body: 'x' })).status).not.toBe(401);
  for (const authenticator of [wrong, right]) authenticator.close();
});

test('goes within TLS, and not past a certificate that no one vouches for', async () => {
  const { source } = sandbox;
  source.door.set({ tls: WINDOWS['2016'] });
  const { email, password } = source.mailboxes[0]!;
  const credentials = { username: email, password };
  const trusting = ntlmAuthenticator({ ...platformOf((await sandbox.authority()).root), credentials });
  expect((await trusting.send(source.httpsUrl, { method: 'POST', body: 'x' })).status).not.toBe(401);
  trusting.close();
  const wary = ntlmAuthenticator({ ...platformOf(), credentials });
  const error = await wary.send(source.httpsUrl, { method: 'POST', body: 'x' }).catch((thrown: unknown) => thrown);
  expect(thrownFault(error, 'source').kind).toBe('tls');
});
