import { describe, expect, inject, test } from 'vitest';
import { LineError } from '../../worker/exchange/faults/line-error.ts';
import type { ByteSocket, OpenSocket } from '../../worker/exchange/transport/http/byte-socket.ts';
import { ntlmAuthenticator } from '../../worker/exchange/transport/ntlm/ntlm-authenticator.ts';
import { openReader } from '../../worker/exchange/xml/byte-reader.ts';
import { signGrant } from '../../worker/lib/gateway-grant.ts';
import type { Certificate } from '../../worker/lib/tls-facts.ts';
import { createProbe } from '../../worker/runtime/endpoints/probe.ts';
import { createSignInPlatform } from '../../worker/runtime/endpoints/sign-in-platform.ts';
import { createGateway } from '../../worker/runtime/platform/gateway.ts';
import { gatewaySettings } from '../../worker/runtime/platform/gateway-settings.ts';
import { openWebSocketLine } from '../../worker/runtime/platform/gateway-web-socket.ts';

const servers = inject('servers');
const { url, token } = inject('gateway');
const policy = { allowPrivate: true };
const settings = gatewaySettings({ GATEWAY_URL: url, GATEWAY_TOKEN: token });
const BYTES = 20_000_000;
const signal = () => AbortSignal.timeout(20_000);

/** What the gateway shows of a server that no authority vouches for. */
async function certificateOf(address: string): Promise<Certificate> {
  const gateway = createGateway(settings!, policy);
  const error = await gateway.dial(new URL(address), { tls: 'any' }, signal()).catch((thrown: unknown) => thrown);
  const { failure } = error as LineError;
  if (failure.code !== 'certificate-untrusted') throw new Error(`not untrusted, but ${failure.code}`);
  return failure.certificate;
}
const { sha256: trusted } = await certificateOf(servers.oldTls);

/** The two ways to the same gateway. */
const WAYS: Record<string, OpenSocket> = {
  'a socket': (to, until) => createGateway(settings!, policy).dial(to, { tls: 'old', trusted }, until),
  'a WebSocket': async (to, until) => {
    const dial = { host: to.hostname, port: Number(to.port), isSecure: true, tls: 'old', trusted } as const;
    const grant = await signGrant(token, { ...dial, until: Date.now() + 60_000, allowPrivate: true });
    return openWebSocketLine(new URL(url), grant, until);
  },
};

describe.each(Object.entries(WAYS))('by %s', (_, open) => {
  test('a server with TLS 1.0 alone is signed in to by NTLM, and 20 MB come and go whole', async () => {
    const lines: ByteSocket['line'][] = [];
    const noted: OpenSocket = async (to, until) => {
      const socket = await open(to, until);
      lines.push(socket.line);
      return socket;
    };
    const { send, close } = ntlmAuthenticator({
      open: noted,
      credentials: { username: 'OLD\\ann', password: 'Password' },
      random: (bytes) => void crypto.getRandomValues(bytes),
      now: Date.now,
    });
    const response = await send(`${servers.oldTls}?bytes=${BYTES}&length`, { method: 'POST', body: 'x' });
    const reader = openReader(response.body as ReadableStream<Uint8Array>);
    let came = 0;
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) came += chunk.byteLength;
    expect(came).toBe(BYTES);
    const { readable, writable } = new IdentityTransformStream();
    const answering = send(servers.oldTls, { method: 'POST', body: readable });
    const writer = writable.getWriter();
    for (let left = BYTES; left > 0; left -= 250_000) await writer.write(new Uint8Array(250_000));
    await writer.close();
    expect(await (await answering).text()).toBe(`took ${BYTES}`);
    close();
    expect(lines[0]).toMatchObject({ protocol: 'TLSv1', isOld: true, certificate: { sha256: trusted } });
  });

  test('a line that is closed ends on both sides', async () => {
    const socket = await open(new URL(servers.oldTls), signal());
    const reading = expect(socket.read(new Uint8Array(10), 1)).rejects.toThrow();
    socket.close();
    await reading;
  });

  test('why there is no line comes across', async () => {
    const error = await open(new URL(servers.closed), signal()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LineError);
    expect((error as LineError).failure).toMatchObject({ code: 'connection-refused' });
  });

  test('who gives up gets no line', async () => {
    const controller = new AbortController();
    controller.abort(new Error('given up'));
    await expect(open(new URL(servers.oldTls), controller.signal)).rejects.toThrow('given up');
  });
});

test('a wrong token opens nothing, by neither way', async () => {
  const wrong = createGateway({ ...settings!, token: 'another token' }, policy);
  const bySocket = await wrong.dial(new URL(servers.oldTls), { tls: 'any' }, signal()).catch((error: unknown) => error);
  expect((bySocket as LineError).failure.code).toBe('grant-refused');
  const byWebSocket = await openWebSocketLine(new URL(url), 'no.grant', signal()).catch((error: unknown) => error);
  expect((byWebSocket as LineError).failure.code).toBe('grant-refused');
});

test('a gateway that is not there is said to be the gateway, and not the server', async () => {
  const gone = createGateway({ ...settings!, url: new URL(servers.closed.replace('https', 'http')) }, policy);
  const dialling = gone.dial(new URL(servers.oldTls), { tls: 'any' }, signal());
  await expect(dialling).rejects.toMatchObject({ fault: { kind: 'unreachable', code: 'gateway-unreachable' } });
});

test('it is asked only for addresses that the policy allows', async () => {
  const guarded = createGateway(settings!, { allowPrivate: false });
  for (const address of ['https://10.0.0.1/', 'https://localhost/', 'http://mail.old.example/'])
    await expect(guarded.dial(new URL(address), { tls: 'any' }, signal())).rejects.toThrow('not allowed');
});

test.each([
  [{ GATEWAY_URL: 'http://10.0.0.1:8443', GATEWAY_TOKEN: 'x' }, 'https'],
  [{ GATEWAY_URL: 'http://gateway.example.com', GATEWAY_TOKEN: 'x' }, 'https'],
  [{ GATEWAY_URL: 'gateway', GATEWAY_TOKEN: 'x' }, 'web address'],
  [{ GATEWAY_URL: 'https://gateway.example.com' }, 'together'],
  [{ GATEWAY_TOKEN: 'x' }, 'together'],
])('settings that cannot be right are refused: %o', (env, message) => {
  expect(() => gatewaySettings(env)).toThrow(message);
});

test('a probe goes by the gateway where TLS fails, and by it finds the reason where a certificate does', async () => {
  const probe = createProbe(policy, { gateway: settings });
  const credentials = { username: 'OLD\\ann', password: 'Password' };
  const request = { url: servers.oldTls, credentials, useImpersonation: false };
  expect(await probe(request)).toMatchObject({
    ok: false,
    kind: 'tls',
    code: 'certificate-untrusted',
    line: { reason: 'self-signed', certificate: { sha256: trusted } },
  });
  const seen = await probe({ ...request, trustedCertificates: { localhost: trusted } });
  expect(seen.authSchemes).toEqual(['ntlm', 'basic']);
  expect(seen.origins).toEqual({
    [new URL(servers.oldTls).origin]: expect.objectContaining({ via: 'gateway', why: 'old-tls', protocol: 'TLSv1' }),
  });
  expect(await probe({ ...request, trustedCertificates: { localhost: 'ab'.repeat(32) } })).toMatchObject({
    ok: false,
    code: 'certificate-changed',
  });
});

test('Basic goes over lines of its own where the gateway is the way, and calls are counted', async () => {
  let calls = 0;
  const platform = createSignInPlatform(policy, {
    gateway: settings,
    origins: {
      [new URL(servers.oldTls).origin]: { via: 'gateway', why: 'old-tls', tls: 'old', protocol: 'TLSv1', checkedAt: 1 },
    },
    trustedCertificates: { localhost: trusted },
    isLook: false,
    onCall: () => (calls += 1),
  });
  for (let times = 0; times < 3; times += 1) {
    const response = await platform.fetch(servers.oldTls, { method: 'POST', body: 'x' });
    expect(response.status).toBe(401);
    await response.text();
  }
  platform.close();
  expect(calls).toBe(1);
});
