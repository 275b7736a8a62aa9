import type { DiscoveryFailure } from '../../worker/lib/discovery.ts';
import { expect, inject, test } from 'vitest';
import type { DiscoverAttempt, DiscoverResult } from '../../worker/features/kernel/deps.ts';
import { NO_ANSWER } from '../../worker/exchange/faults/no-answer.ts';
import { createDiscover } from '../../worker/runtime/endpoints/discover.ts';
import { createHttp, createPlainHttp } from '../../worker/runtime/platform/http.ts';
import { ADMIN, createHarness, signUp } from './harness.ts';

const home = await signUp(createHarness());
const EWS = 'https://mail.old.example/EWS/Exchange.asmx';
const TRIED: DiscoverAttempt = {
  what: 'pox',
  url: 'https://old.example/autodiscover/autodiscover.xml',
  who: 'ann@old.example',
  outcome: 'not-here',
  said: 'It answers HTTP 404.',
};
const FOUND: Extract<DiscoverResult, { ok: true }> = {
  ok: true,
  attempts: [TRIED],
  ewsUrl: EWS,
  foundBy: 'soap',
  needsConsent: null,
  displayName: 'Ann',
  legacyDn: null,
};
const failed = (failure: DiscoveryFailure, consentHosts: string[] = []): DiscoverResult => ({
  ok: false,
  failure,
  consentHosts,
  attempts: [TRIED],
});

function withResult(discoverResult: DiscoverResult) {
  const harness = createHarness({ discoverResult });
  return { ...harness, ask: harness.as(home.key) };
}

test.each([
  [{ email: 'Ann@Old.example' }, 'Ann@old.example'],
  [{ domain: 'Old.Example' }, 'old.example'],
  [{ domain: 'b\u00fccher.example' }, 'xn--bcher-kva.example'],
])('an endpoint given as %o is searched for, looked at, and kept with how it was found', async (place, foundFrom) => {
  const { ask, searches, probes } = withResult(FOUND);
  const made = await ask('POST', '/api/endpoints', { body: { name: 'Found', ...place, credentials: ADMIN } });
  expect(made).toMatchObject({ status: 201, body: { url: EWS, foundFrom, foundBy: 'soap', health: 'ok' } });
  expect(searches).toEqual([{ address: foundFrom, consentHosts: [], credentials: ADMIN }]);
  expect(probes).toEqual([{ url: EWS, useImpersonation: false, credentials: ADMIN }]);
  const moved = await ask('PATCH', `/api/endpoints/${made.body.id}`, { body: { url: EWS } });
  expect(moved.body).toMatchObject({ foundFrom: null, foundBy: null });
  expect(searches).toHaveLength(1);
});

test('one way of three says where the server is', async () => {
  const { ask, searches } = withResult(FOUND);
  for (const place of [
    {},
    { url: EWS, email: 'ann@old.example' },
    { domain: 'old.example', email: 'ann@old.example' },
  ]) {
    const answer = await ask('POST', '/api/endpoints', { body: { name: 'Bad', ...place } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation-failed', errors: [{ path: 'url' }] } });
  }
  expect(searches).toEqual([]);
});

test.each<[DiscoveryFailure, string]>([
  ['exchange-online', 'endpoint-exchange-online'],
  ['needs-consent', 'endpoint-consent-needed'],
  ['sign-in-refused', 'endpoint-credentials-refused'],
  ['oauth-only', 'endpoint-oauth-only'],
  ['no-common-sign-in', 'endpoint-sign-in-unsupported'],
  ['unknown-mailbox', 'endpoint-mailbox-unknown'],
  ['needs-sign-in', 'endpoint-sign-in-needed'],
  ['not-found', 'endpoint-not-discovered'],
  ['circle', 'endpoint-not-discovered'],
  ['too-many-references', 'endpoint-not-discovered'],
])('a search that ends with %s is the problem %s, with what was tried, and nothing is kept', async (failure, code) => {
  const hosts = failure === 'needs-consent' ? ['ad.hoster.example'] : [];
  const { ask, probes } = withResult(failed(failure, hosts));
  const body = { name: 'Bad', email: 'ann@old.example', credentials: ADMIN };
  const answer = await ask('POST', '/api/endpoints', { body });
  expect(answer).toMatchObject({ status: 422, body: { code } });
  expect(answer.body.errors.at(-1)).toEqual({ path: 'attempts[0]', message: `${TRIED.url}: ${TRIED.said}` });
  if (hosts.length > 0) expect(answer.body.errors[0]).toEqual({ path: 'consentHosts', message: hosts[0] });
  expect(JSON.stringify(answer.body)).not.toContain(ADMIN.password);
  expect(probes).toEqual([]);
  expect(JSON.stringify((await ask('GET', '/api/endpoints')).body)).not.toContain('"Bad"');
  const shown = await ask('POST', '/api/endpoints/discover', { body: { address: 'ann@old.example', password: 'x' } });
  expect(shown).toMatchObject({
    status: 200,
    body: { ewsUrl: null, problem: { code }, consentHosts: hosts, attempts: [TRIED] },
  });
});

test('a server that was found on a host elsewhere is not signed in to without consent', async () => {
  const { ask, probes, searches } = withResult({ ...FOUND, needsConsent: 'mail.old.example' });
  const body = { name: 'Elsewhere', email: 'ann@customer.example', credentials: ADMIN };
  expect(await ask('POST', '/api/endpoints', { body })).toMatchObject({
    status: 422,
    body: { code: 'endpoint-consent-needed' },
  });
  expect(probes).toEqual([]);
  const shown = await ask('POST', '/api/endpoints/discover', { body: { address: 'ann@customer.example' } });
  expect(shown.body).toMatchObject({
    ewsUrl: EWS,
    foundBy: 'soap',
    consentHosts: ['mail.old.example'],
    displayName: 'Ann',
  });
  await ask('POST', '/api/endpoints', { body: { ...body, consentHosts: ['Mail.Old.Example'] } });
  expect(searches.at(-1)).toMatchObject({ consentHosts: ['mail.old.example'] });
  const kept = await ask('POST', '/api/endpoints', {
    body: { name: 'Kept', url: EWS, consentHosts: ['Two.Old.Example'] },
  });
  expect(kept.body.consentHosts).toEqual(['two.old.example']);
  const renamed = await ask('PATCH', `/api/endpoints/${kept.body.id}`, { body: { name: 'Renamed' } });
  expect(renamed.body.consentHosts).toEqual(['two.old.example']);
  const changed = await ask('PATCH', `/api/endpoints/${kept.body.id}`, { body: { consentHosts: [] } });
  expect(changed.body.consentHosts).toEqual([]);
});

test('what was typed is recognised: an address, a mailbox, a domain', async () => {
  const { ask, searches } = withResult(FOUND);
  const discover = async (address: string, more = {}) =>
    (await ask('POST', '/api/endpoints/discover', { body: { address, ...more } })).body;
  expect(await discover('https://mail.old.example/owa/')).toMatchObject({
    ewsUrl: EWS,
    foundBy: null,
    foundFrom: null,
    attempts: [],
  });
  expect(await discover('mail.old.example/owa')).toMatchObject({ ewsUrl: EWS });
  expect(await discover('93.184.216.34')).toMatchObject({ ewsUrl: 'https://93.184.216.34/EWS/Exchange.asmx' });
  expect(await discover('mail.old.example:8443')).toMatchObject({
    code: 'endpoint-address-not-allowed',
    detail: expect.stringContaining('Port 8443'),
  });
  expect(searches).toEqual([]);
  await discover('ann@old.example', { password: 'secret' });
  await discover('old.example', { username: 'OLD\\admin', password: 'secret' });
  await discover('old.example', { password: 'secret' });
  expect(searches).toEqual([
    { address: 'ann@old.example', consentHosts: [], credentials: { username: 'ann@old.example', password: 'secret' } },
    { address: 'old.example', consentHosts: [], credentials: { username: 'OLD\\admin', password: 'secret' } },
    { address: 'old.example', consentHosts: [] },
  ]);
});

test.each([
  ['ann@corp.local', 'endpoint-address-not-allowed'],
  ['ann@10.0.0.1', 'endpoint-address-not-allowed'],
  ['ann@outlook.com', 'endpoint-exchange-online'],
  ['user:secret@old.example', 'endpoint-url-invalid'],
  ['ann@', 'endpoint-url-invalid'],
])('the address %s is refused as %s before any search', async (address, code) => {
  const { ask, searches } = withResult(FOUND);
  expect(await ask('POST', '/api/endpoints/discover', { body: { address } })).toMatchObject({
    status: 422,
    body: { code },
  });
  expect(searches).toEqual([]);
});

test('the password that is kept does not go along on a search', async () => {
  const { ask, searches } = withResult(FOUND);
  const made = await ask('POST', '/api/endpoints', {
    body: { name: 'Kept', url: 'https://first.example', credentials: ADMIN },
  });
  const moved = await ask('PATCH', `/api/endpoints/${made.body.id}`, { body: { email: 'ann@old.example' } });
  expect(moved).toMatchObject({ status: 422, body: { code: 'endpoint-credentials-needed' } });
  expect(searches).toEqual([{ address: 'ann@old.example', consentHosts: [] }]);
});

test('over the network: a closed port and a web site are told, and private hosts are not gone to', async () => {
  const servers = inject('servers');
  const originOf = (url: string): string => new URL(url).origin;
  const hosts = {
    'old.example': originOf(servers.closed),
    'autodiscover.old.example': originOf(servers.website),
    'webmail.old.example': originOf(servers.exchange),
  };
  const found = await createDiscover(
    { allowPrivate: true },
    { hosts, stepMs: 1_000 },
  )({ address: 'ann@old.example', consentHosts: [] });
  expect(found).toMatchObject({
    ok: true,
    ewsUrl: servers.exchange,
    foundBy: 'convention',
  });
  expect(found.attempts.slice(0, 3).map(({ url, said }) => [url, said])).toEqual([
    ['https://old.example/autodiscover/autodiscover.svc', NO_ANSWER],
    ['https://autodiscover.old.example/autodiscover/autodiscover.svc', 'It answers HTTP 404.'],
    ['https://autodiscover.old.example/autodiscover/autodiscover.xml', 'It answers HTTP 404.'],
  ]);
  const guarded = await createDiscover(
    { allowPrivate: false },
    { hosts },
  )({ address: 'ann@localhost', consentHosts: [] });
  expect(guarded).toMatchObject({ ok: false, failure: 'no-usable-address' });
});

test('plain http carries nothing, goes to public hosts alone, and follows nothing', async () => {
  const seen: [string, RequestInit | undefined][] = [];
  const base = async (input: string, init?: RequestInit) => {
    seen.push([input, init]);
    return new Response(null, { status: 302 });
  };
  const plain = createPlainHttp({ allowPrivate: false }, base);
  await plain('http://autodiscover.old.example/x', {
    method: 'POST',
    body: 'x',
    headers: { authorization: 'Basic x' },
  });
  expect(seen).toEqual([['http://autodiscover.old.example/x', { redirect: 'manual' }]]);
  for (const url of [
    'https://old.example/',
    'http://10.0.0.1/',
    'http://old.example:8080/',
    'http://a@old.example/',
    'http://exchange/',
  ])
    await expect(plain(url, {})).rejects.toThrow('not allowed');
  await expect(createHttp({ allowPrivate: false }, base)('http://old.example/')).rejects.toThrow('not allowed');
});
