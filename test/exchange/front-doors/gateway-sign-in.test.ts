import { afterEach, beforeAll, expect, test } from 'vitest';
import { probeEndpoint, type ProbeResult } from '../../../worker/exchange/probe.ts';
import type { OpenSocket } from '../../../worker/exchange/transport/http/byte-socket.ts';
import type { SignInFacts } from '../../../worker/exchange/transport/sign-in-memory.ts';
import type { SignInPlatform } from '../../../worker/exchange/transport/sign-in/sign-in.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { startGatewayHere, type GatewayAtWork } from '../../local/gateway/gateway-at-work.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { ownerOf } from '../connect.ts';
import { linesBy, platformOver } from './gateway-kit.ts';

const ANN = 'ann@example.com';

let sandbox: Sandbox;
let server: SandboxSide;
let gateway: GatewayAtWork;
let root: string;
beforeAll(async () => {
  const mailboxes = [{ email: ANN }];
  sandbox = await startSandbox({
    source: { profile: 'Exchange2016', mailboxes },
    destination: { profile: 'Exchange2019', mailboxes },
  });
  server = sandbox.destination;
  ({ root } = await sandbox.authority());
  gateway = await startGatewayHere({ authorities: [root] });
  return async () => {
    await gateway.close();
    await sandbox.close();
  };
});

afterEach(() => {
  server.side.signIn = {};
  server.door.set({ bridge: false, certificate: 'good' });
  server.resetStats();
});

function look(open: OpenSocket, password = ownerOf(server, ANN).password, learnt: SignInFacts[] = []) {
  const platform: SignInPlatform = { ...platformOver(open, learnt), openBound: linesBy(gateway) };
  const credentials = { username: ANN, password };
  return probeEndpoint({ ...platform, url: server.httpsUrl, credentials, mailbox: ANN, timeoutMs: 20_000 });
}
const codeOf = (seen: ProbeResult) => (seen.ok ? 'in' : seen.fault.code);

test.each(['good', 'sha-1', 'exchange-default'] as const)(
  'a server that demands Extended Protection lets in who comes by the gateway; its certificate is %s',
  async (certificate) => {
    server.side.signIn = { extendedProtection: 'require' };
    server.door.set({ certificate });
    const open = linesBy(gateway, { trusted: (await server.door.certificates()).shown.sha256 });
    expect(codeOf(await look(open))).toBe('in');
    expect(server.stats()).toMatchObject({ wrongBindings: 0, wrongPasswords: {} });
    expect(codeOf(await look(open, 'wrong'))).toBe('http-401');
    expect(server.stats().wrongPasswords).toEqual({ [ANN]: 2 });
  },
);

test('who came directly finds the gateway, and learns to come by it', async () => {
  server.side.signIn = { extendedProtection: 'require' };
  const learnt: SignInFacts[] = [];
  expect(codeOf(await look(netSockets(root).open, undefined, learnt))).toBe('in');
  expect(learnt).toEqual([{ needsBinding: true }]);
});

test('a front door that re-encrypts is named', async () => {
  server.side.signIn = { extendedProtection: 'require' };
  server.door.set({ bridge: true });
  expect(codeOf(await look(linesBy(gateway)))).toBe('line-re-encrypted');
});

test('a certificate that the gateway does not trust is named, and no password is sent', async () => {
  server.door.set({ certificate: 'expired' });
  expect(await look(linesBy(gateway))).toMatchObject({
    ok: false,
    fault: { kind: 'tls', code: 'certificate-untrusted', line: { reason: 'expired' } },
  });
  expect(server.door.visits.list.length).toBeGreaterThan(0);
  expect(server.door.visits.list.every(({ applicationBytes }) => applicationBytes === 0)).toBe(true);
});
