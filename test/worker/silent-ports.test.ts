import { expect, inject, test } from 'vitest';
import { problemOfProbe } from '../../worker/features/endpoints/probe-problems.ts';
import { createDiscover } from '../../worker/runtime/endpoints/discover.ts';
import { createProbe } from '../../worker/runtime/endpoints/probe.ts';

const servers = inject('servers');
const gateway = inject('gateway');
const policy = { allowPrivate: true };
const LOOK_MS = 1_500;

/** Runs a look, and says how long it took. */
async function timed<Result>(look: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const begunAt = performance.now();
  const result = await look();
  return { result, ms: performance.now() - begunAt };
}

const WAYS = [
  ['directly', undefined],
  ['by the gateway', { url: new URL(gateway.url), token: gateway.token, isFirst: true }],
] as const;

test.each(WAYS)('a probe %s says the same of a closed port and of a silent one, after the same time', async (_, by) => {
  const probe = createProbe(policy, { gateway: by, timeoutMs: LOOK_MS });
  const looks = await Promise.all(
    [servers.closed, servers.closed.replace('https:', 'http:'), servers.silent].map((url) =>
      timed(() => probe({ url, useImpersonation: false, credentials: { username: 'a', password: 'b' } })),
    ),
  );
  const said = looks.map(({ result }) => {
    if (result.ok) throw new Error('It answers.');
    return { ...problemOfProbe(result, '127.0.0.1').problem, authSchemes: result.authSchemes };
  });
  expect(said[0]).toMatchObject({ code: 'endpoint-unreachable' });
  expect(said[1]).toEqual(said[0]);
  expect(said[2]).toEqual(said[0]);
  for (const { ms } of looks) expect(ms).toBeGreaterThan(LOOK_MS - 50);
  expect(Math.max(...looks.map(({ ms }) => ms))).toBeLessThan(LOOK_MS + 2_000);
});

test('a search says the same of both, after the same time', async () => {
  const origins = { closed: servers.closed.replace('https:', 'http:'), silent: servers.silent };
  const looks = await Promise.all(
    Object.values(origins).map((url) => {
      const { origin } = new URL(url);
      const hosts = Object.fromEntries(
        ['', 'autodiscover.', 'mail.', 'webmail.', 'owa.', 'exchange.'].map((name) => [`${name}ports.example`, origin]),
      );
      const discover = createDiscover(policy, { hosts, stepMs: 300 });
      return timed(() => discover({ address: 'ann@ports.example', consentHosts: [] }));
    }),
  );
  const [closed, silent] = looks.map(({ result }) => result);
  expect(closed?.attempts.length).toBeGreaterThan(3);
  expect(silent?.attempts).toEqual(closed?.attempts);
  const [closedMs = 0, silentMs = 0] = looks.map(({ ms }) => ms);
  expect(Math.abs(closedMs - silentMs)).toBeLessThan(700);
});
