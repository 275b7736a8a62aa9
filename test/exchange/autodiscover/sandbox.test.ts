import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { discoverIn, type World } from './world.ts';

const EWS = 'https://mail.old.example/EWS/Exchange.asmx';
const DN = '/o=Old Firm/ou=First Administrative Group/cn=Recipients/cn=ann';
const ANN = 'ann@old.example';
let sandbox: Sandbox;
let old: SandboxSide;
let recent: SandboxSide;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: [{ email: ANN, legacyDn: DN }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'ann@new.example', name: 'Ann <New>' }] },
  });
  ({ source: old, destination: recent } = sandbox);
});
beforeEach(() => {
  old.side.autodiscover = { externalEwsUrl: EWS };
  recent.side.autodiscover = { externalEwsUrl: 'https://mail.new.example/EWS/Exchange.asmx' };
  for (const { side } of [old, recent]) side.signIn = {};
});
afterAll(() => sandbox.close());

const credentialsOf = ({ mailboxes }: SandboxSide) => ({
  username: mailboxes[0]?.email ?? '',
  password: mailboxes[0]?.password ?? '',
});
const web = () => new Response('<html>no</html>', { status: 404 });

test('Exchange 2007 by POX: its address for availability is that of EWS', async () => {
  const { result, sent, outcomes } = await discoverIn(
    { hosts: { 'old.example': web, 'autodiscover.old.example': old } },
    { address: ANN, credentials: credentialsOf(old) },
  );
  expect(result).toMatchObject({
    ok: true,
    found: { ewsUrl: EWS, foundBy: 'pox', who: ANN, settings: { legacyDn: DN } },
  });
  expect(outcomes).toEqual(['soap not-here', 'pox not-here', 'soap not-here', 'pox found']);
  expect(sent.filter(({ authorization }) => authorization).map(({ url }) => url)).toEqual([
    'https://autodiscover.old.example/autodiscover/autodiscover.xml',
  ]);
});

test('newer servers by SOAP, with all that they tell of a mailbox, or of a domain', async () => {
  const world = { hosts: { 'new.example': recent } };
  const { result } = await discoverIn(world, { address: 'ann@new.example', credentials: credentialsOf(recent) });
  expect(result).toMatchObject({
    ok: true,
    found: {
      ewsUrl: 'https://mail.new.example/EWS/Exchange.asmx',
      foundBy: 'soap',
      settings: {
        displayName: 'Ann <New>',
        legacyDn: expect.stringMatching(/^\/o=new\.example\/.*cn=/),
        serverVersion: expect.stringMatching(/^15\.02\./),
        schemas: expect.arrayContaining(['Exchange2007', 'Exchange2013_SP1']),
      },
    },
  });
  const { username, password } = recent.admin;
  const domain = await discoverIn(
    { hosts: { 'autodiscover.new.example': recent } },
    { address: 'new.example', credentials: { username, password } },
  );
  expect(domain.result).toMatchObject({
    found: { ewsUrl: 'https://mail.new.example/EWS/Exchange.asmx', who: 'new.example' },
  });
  const other = await discoverIn(
    { hosts: { 'autodiscover.new.example': old } },
    { address: 'new.example', credentials: credentialsOf(old) },
  );
  expect(other.result).toMatchObject({ found: { foundBy: 'pox', who: ANN, needsConsent: 'mail.old.example' } });
});

test('over NTLM, on a connection of its own', async () => {
  recent.side.signIn = { schemes: ['NTLM'] };
  const { result, sent } = await discoverIn(
    { hosts: { 'new.example': recent } },
    { address: 'ann@new.example', credentials: credentialsOf(recent) },
  );
  expect(result).toMatchObject({ ok: true, found: { foundBy: 'soap' } });
  expect(sent.map(({ authorization }) => authorization)).toEqual([undefined, 'a socket']);
});

test('a password that is refused over NTLM is tried twice, as over Basic, and called refused', async () => {
  for (const schemes of [['NTLM'], ['Basic']] as const) {
    recent.side.signIn = { schemes };
    recent.resetStats();
    const { result, outcomes } = await discoverIn(
      { hosts: { 'new.example': recent, 'autodiscover.new.example': recent } },
      { address: 'ann@new.example', credentials: { ...credentialsOf(recent), password: 'wrong' } },
    );
    expect(result).toMatchObject({ ok: false, failure: 'sign-in-refused' });
    expect(outcomes.filter((outcome) => outcome === 'soap sign-in-refused')).toHaveLength(2);
    expect(recent.stats().wrongPasswords).toEqual({ 'ann@new.example': 2 });
  }
});

/** Takes a request, and says nothing. */
const hang: World['hosts'][string] = ({ signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('a reference by plain http is followed to https, and a foreign host gets nothing without consent', async () => {
  const target = 'https://ad.hoster.example/autodiscover/autodiscover.xml';
  const world: World = {
    hosts: {
      'autodiscover.old.example': (request) =>
        request.url.startsWith('http:') ? Response.redirect(target, 302) : web(),
      'ad.hoster.example': old,
    },
  };
  const request = { address: ANN, credentials: credentialsOf(old) };
  const { result, sent } = await discoverIn(world, request);
  expect(result).toMatchObject({ ok: false, failure: 'needs-consent', consentHosts: ['ad.hoster.example'] });
  expect(sent.some(({ url }) => url === target)).toBe(true);
  expect(sent.every(({ authorization }) => authorization === undefined)).toBe(true);
  const agreed = await discoverIn(world, { ...request, consentHosts: ['ad.hoster.example'] });
  expect(agreed.result).toMatchObject({ ok: true, found: { ewsUrl: EWS } });
  const signedIn = agreed.sent.filter(({ authorization }) => authorization);
  expect(signedIn.map(({ url }) => url)).toEqual([target]);
});

test('the server itself may refer by a GET, and by its answers to another URL or address', async () => {
  old.side.autodiscover = {
    ...old.side.autodiscover,
    getRedirect: 'https://ad.old.example/autodiscover/autodiscover.xml',
  };
  const plain = await discoverIn(
    {
      hosts: {
        'autodiscover.old.example': (request) =>
          request.url.startsWith('http:')
            ? fetch(new URL('/autodiscover/autodiscover.xml', old.url), { redirect: 'manual' })
            : web(),
        'ad.old.example': old,
      },
    },
    { address: ANN, credentials: credentialsOf(old) },
  );
  expect(plain.outcomes.slice(-3)).toEqual(['http referred', 'soap not-here', 'pox found']);
  recent.side.autodiscover = { redirectUrl: { [ANN]: 'https://ad.old.example/autodiscover/autodiscover.xml' } };
  const url = await discoverIn(
    { hosts: { 'old.example': recent, 'ad.old.example': old } },
    { address: ANN, credentials: credentialsOf(recent) },
  );
  expect(url.outcomes.slice(0, 2)).toEqual(['soap referred', 'pox sign-in-refused']);
  recent.side.autodiscover = { redirectAddress: { 'ann@sub.old.example': ANN } };
  const world = { hosts: { 'sub.old.example': recent, 'old.example': old } };
  const address = await discoverIn(world, {
    address: 'ann@sub.old.example',
    credentials: credentialsOf(recent),
    consentHosts: ['old.example'],
  });
  expect(address.outcomes.slice(0, 2)).toEqual(['soap referred', 'soap not-here']);
});

test('DNS names the host and its port', async () => {
  const { result, outcomes } = await discoverIn(
    { hosts: { 'mx.old.example': old }, srv: ['20 0 443 other.example.', '10 5 443 mx.old.example.', 'nonsense'] },
    { address: ANN, credentials: credentialsOf(old) },
  );
  expect(result).toMatchObject({ ok: true, found: { ewsUrl: EWS } });
  expect(outcomes.slice(2)).toEqual(['http silent', 'dns referred', 'soap not-here', 'pox found']);
});

test('circles are told and end, and EWS beside the services is found all the same', async () => {
  recent.side.autodiscover = {
    redirectUrl: { '@new.example': 'https://autodiscover.new.example/autodiscover/autodiscover.svc' },
  };
  const world = { hosts: { 'new.example': recent, 'autodiscover.new.example': recent } };
  const { result, sent, outcomes } = await discoverIn(world, {
    address: 'ann@new.example',
    credentials: credentialsOf(recent),
  });
  expect([...outcomes.slice(0, 2), outcomes.at(-1)]).toEqual(['soap referred', 'soap not-followed', 'ews found']);
  expect(result).toMatchObject({ ok: true, found: { foundBy: 'convention' } });
  expect(sent.length).toBeLessThan(20);
});

test('a wrong password is sent twice at most; an unknown address is reported as such', async () => {
  const world = { hosts: { 'new.example': recent, 'autodiscover.new.example': recent } };
  const wrong = await discoverIn(world, {
    address: 'ann@new.example',
    credentials: { username: 'ann@new.example', password: 'wrong' },
  });
  expect(wrong.result).toMatchObject({ ok: false, failure: 'sign-in-refused' });
  expect(wrong.sent.filter(({ authorization }) => authorization)).toHaveLength(2);
  expect(JSON.stringify(wrong.result)).not.toContain('wrong');
  const nobody = await discoverIn(world, { address: 'nobody@new.example', credentials: credentialsOf(recent) });
  expect(nobody.result).toMatchObject({ ok: false, failure: 'unknown-mailbox' });
});

test('without credentials the host that asks for them is looked at for EWS', async () => {
  const { result } = await discoverIn({ hosts: { 'autodiscover.new.example': recent } }, { address: 'new.example' });
  expect(result).toMatchObject({
    ok: true,
    found: { ewsUrl: 'https://autodiscover.new.example/EWS/Exchange.asmx', foundBy: 'convention' },
  });
  const usual = await discoverIn(
    { hosts: { 'webmail.new.example': recent, 'new.example': web } },
    { address: 'new.example' },
  );
  expect(usual.result).toMatchObject({ ok: true, found: { ewsUrl: 'https://webmail.new.example/EWS/Exchange.asmx' } });
});

test('an answer that is no service, too large, too slow or broken is reported, and stops nothing', async () => {
  const large = new Response(new Blob([`<a>${'x'.repeat(1_100_000)}</a>`]));
  const { result } = await discoverIn(
    {
      hosts: {
        'new.example': () => large,
        'autodiscover.new.example': hang,
        'ad.new.example': () => new Response('<a><b></a>'),
        'mail.new.example': recent,
      },
      srv: ['0 0 443 ad.new.example.'],
    },
    { address: 'ann@new.example', stepMs: 100 },
  );
  expect(result).toMatchObject({
    ok: true,
    found: { ewsUrl: 'https://mail.new.example/EWS/Exchange.asmx', foundBy: 'convention' },
  });
  expect(result.attempts.map(({ url, said }) => `${url} ${said}`)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^https:\/\/autodiscover\.new\.example.*no answer in time/),
      expect.stringMatching(/^https:\/\/ad\.new\.example.*not as this service/),
    ]),
  );
  const late = await discoverIn({ hosts: { 'new.example': hang } }, { address: 'x@new.example', totalMs: 50 });
  expect(late.result).toMatchObject({ ok: false, failure: 'out-of-time' });
});
