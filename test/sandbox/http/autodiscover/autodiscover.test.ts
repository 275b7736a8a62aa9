import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { oneSecureConnection, send } from '../../kit/ntlm-client.ts';
import { call, codesOf, distinguished, getFolderBody, type Login } from '../../kit/raw-client.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox.ts';
import { NEW, OLD } from '../../kit/test-pair.ts';

const DN = '/o=Old Firm/ou=First Administrative Group/cn=Recipients/cn=owner';
let sandbox: Sandbox;
let old: SandboxSide;
let recent: SandboxSide;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: [{ email: OLD, name: 'Olga <Owner>', legacyDn: DN }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: NEW }], autodiscover: { redirectAddress: {} } },
  });
  ({ source: old, destination: recent } = sandbox);
});
beforeEach(() => {
  for (const { side } of [old, recent]) side.autodiscover = {};
  recent.resetStats();
});
afterAll(() => sandbox.close());

type Found = { status: number; text: string; location: string | null };

async function ask(side: SandboxSide, path: string, body?: string, login?: Login): Promise<Found> {
  const { email, password } = login ?? side.mailboxes[0] ?? NOBODY;
  const authorization = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
  const response = await fetch(new URL(path, side.url), {
    redirect: 'manual',
    headers: { 'content-type': 'text/xml', ...(login === NOBODY ? {} : { authorization }) },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  return { status: response.status, text: await response.text(), location: response.headers.get('location') };
}
const NOBODY: Login = { email: '', password: '' };

const OUTLOOK = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';
const POX = '/Autodiscover/Autodiscover.xml';
const pox = (who: string, schema = OUTLOOK): string =>
  `<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"><Request>${who}<AcceptableResponseSchema>${schema}</AcceptableResponseSchema></Request></Autodiscover>`;
const mail = (email: string): string => `<EMailAddress>${email}</EMailAddress>`;
const inside = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)<`, 'g'))].map((match) => match[1] as string);

test('plain XML: who the user is and where EWS is, at the oldest server too', async () => {
  const { status, text } = await ask(old, POX, pox(mail(OLD)));
  expect(status).toBe(200);
  expect([inside(text, 'DisplayName'), inside(text, 'LegacyDN')]).toEqual([['Olga &lt;Owner&gt;'], [DN]]);
  expect(inside(text, 'Type')).toEqual(['EXCH', 'EXPR', 'WEB', 'EXCH', 'EXPR']);
  expect(inside(text, 'ASUrl')).toEqual([old.url, old.url, old.url, old.url]);
  expect(text).not.toContain('EwsUrl');
  expect((await ask(old, '/autodiscover/autodiscover.svc', soap('User', OLD))).status).toBe(404);
  const newer = await ask(recent, POX, pox(mail(NEW)));
  expect(inside(newer.text, 'EwsUrl')).toEqual([recent.url, recent.url]);
  // 15.2.1544: flags, five bits, six, a set one, fifteen.
  expect(inside(newer.text, 'ServerVersion')).toEqual(['73C28608']);
  // What it tells is a place that answers, and the name by which it knows the user leads there too.
  const [ews = ''] = inside(newer.text, 'EwsUrl');
  const login = recent.mailboxes[0] as Login;
  expect(codesOf(await call({ url: ews }, login, getFolderBody(distinguished('inbox'))))).toEqual(['NoError']);
  const byDn = await ask(old, POX, pox(`<LegacyDN>${DN}</LegacyDN>`));
  expect(inside(byDn.text, 'LegacyDN')).toEqual([DN]);
});

test('by the front door it tells the address of EWS there', async () => {
  const agent = oneSecureConnection({ ca: (await sandbox.authority()).root });
  const { email, password } = recent.mailboxes[0] as { email: string; password: string };
  const basic = `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;
  const { status, text } = await send(agent, new URL(POX, recent.httpsUrl).href, basic, pox(mail(NEW)));
  agent.destroy();
  expect([status, inside(text, 'EwsUrl')]).toEqual([200, [recent.httpsUrl, recent.httpsUrl]]);
});

test('plain XML: refusals are told inside', async () => {
  const code = async (body?: string): Promise<string[]> => {
    const { status, text } = await ask(recent, POX, body);
    expect([status, text]).toEqual([200, expect.stringContaining('<DebugData/>')]);
    return inside(text, 'ErrorCode');
  };
  expect(await code(pox(mail('nobody@new.example')))).toEqual(['500']);
  expect(
    await code(pox(mail(NEW), 'http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006')),
  ).toEqual(['601']);
  for (const body of [pox(''), 'no xml', '<Autodiscover/>', undefined])
    // oxlint-disable-next-line no-await-in-loop
    expect(await code(body)).toEqual(['600']);
});

test('redirects: to an address, to a URL, by a GET without sign-in, and other EWS addresses', async () => {
  recent.side.autodiscover = {
    redirectAddress: { 'gone@new.example': 'gone@else.example' },
    redirectUrl: { '@else.example': 'https://autodiscover.else.example/autodiscover/autodiscover.xml' },
    getRedirect: 'https://mail.new.example/autodiscover/autodiscover.xml',
    externalEwsUrl: 'https://mail.new.example/EWS/Exchange.asmx',
  };
  const address = await ask(recent, POX, pox(mail('Gone@new.example')));
  expect([inside(address.text, 'Action'), inside(address.text, 'RedirectAddr')]).toEqual([
    ['redirectAddr'],
    ['gone@else.example'],
  ]);
  const url = await ask(recent, POX, pox(mail('any@else.example')));
  expect([inside(url.text, 'Action'), inside(url.text, 'RedirectUrl')]).toEqual([
    ['redirectUrl'],
    ['https://autodiscover.else.example/autodiscover/autodiscover.xml'],
  ]);
  const sent = await ask(recent, POX, undefined, NOBODY);
  expect([sent.status, sent.location]).toEqual([302, 'https://mail.new.example/autodiscover/autodiscover.xml']);
  const told = await ask(recent, POX, pox(mail(NEW)));
  expect(inside(told.text, 'EwsUrl')).toEqual([recent.url, 'https://mail.new.example/EWS/Exchange.asmx']);
  const both = await ask(recent, SVC, soap('User', 'gone@new.example', 'any@else.example'));
  expect(inside(both.text, 'ErrorCode')).toEqual(['NoError', 'RedirectAddress', 'RedirectUrl']);
  expect(inside(both.text, 'RedirectTarget')).toEqual([
    'gone@else.example',
    'https://autodiscover.else.example/autodiscover/autodiscover.xml',
  ]);
});

const SVC = '/autodiscover/autodiscover.svc';
function soap(kind: 'User' | 'Domain', ...who: string[]): string {
  const list = who.map((each) =>
    kind === 'User' ? `<a:User><a:Mailbox>${each}</a:Mailbox></a:User>` : `<a:Domain>${each}</a:Domain>`,
  );
  const asked = [
    'UserDN',
    'ExternalEwsUrl',
    'InternalEwsUrl',
    'CasVersion',
    'EwsSupportedSchemas',
    'MobileMailboxPolicy',
    'Nonsense',
  ];
  const settings = asked.map((name) => `<a:Setting>${name}</a:Setting>`).join('');
  return `<soap:Envelope xmlns:a="http://schemas.microsoft.com/exchange/2010/Autodiscover" xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header><a:RequestedServerVersion>Exchange2010</a:RequestedServerVersion><wsa:Action>http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/Get${kind}Settings</wsa:Action></soap:Header><soap:Body><a:Get${kind}SettingsRequestMessage><a:Request><a:${kind}s>${list.join('')}</a:${kind}s><a:RequestedSettings>${settings}</a:RequestedSettings></a:Request></a:Get${kind}SettingsRequestMessage></soap:Body></soap:Envelope>`;
}

test('SOAP: settings of users and of domains, and what is not known of them', async () => {
  const { text } = await ask(recent, SVC, soap('User', NEW, 'nobody@new.example'));
  expect(inside(text, 'ErrorCode')).toEqual([
    'NoError',
    'NoError',
    'SettingIsNotAvailable',
    'InvalidSetting',
    'InvalidUser',
  ]);
  const values = Object.fromEntries(inside(text, 'Value').map((value, index) => [inside(text, 'Name')[index], value]));
  expect(values).toEqual({
    UserDN: expect.stringMatching(/^\/o=new\.example\/ou=Exchange Administrative Group .*\/cn=Recipients\/cn=owner/),
    ExternalEwsUrl: recent.url,
    InternalEwsUrl: recent.url,
    CasVersion: expect.stringMatching(/^15\.02\.\d{4}\.\d{3}$/),
    EwsSupportedSchemas: expect.stringMatching(/^Exchange2007, Exchange2007_SP1, Exchange2010, .*Exchange2013_SP1/),
  });
  const domain = await ask(recent, SVC, soap('Domain', 'new.example', 'other.example'));
  expect(inside(domain.text, 'Value')).toEqual([recent.url]);
  expect(inside(domain.text, 'ErrorCode').filter((code) => !code.includes('Setting'))).toEqual([
    'NoError',
    'NoError',
    'InvalidDomain',
  ]);
  const bare = await ask(
    recent,
    SVC,
    soap('User', NEW).replace(/<a:RequestedServerVersion>.*?<\/a:RequestedServerVersion>/, ''),
  );
  expect(inside(bare.text, 'ErrorCode')).toEqual(['InvalidRequest']);
  expect((await ask(recent, SVC, 'no xml')).status).toBe(500);
  expect(recent.stats().requests).toEqual({ GetUserSettings: 2, GetDomainSettings: 1, Unknown: 1 });
});

test('without a sign-in there is no answer, and a side may not answer at all', async () => {
  for (const path of [POX, SVC])
    // oxlint-disable-next-line no-await-in-loop
    expect((await ask(recent, path, pox(mail(NEW)), NOBODY)).status).toBe(401);
  expect((await ask(recent, POX, pox(mail(NEW)), { email: NEW, password: 'x' })).status).toBe(401);
  recent.side.autodiscover = { answers: 'soap' };
  expect([(await ask(recent, POX, pox(mail(NEW)))).status, (await ask(recent, SVC, soap('User', NEW))).status]).toEqual(
    [404, 200],
  );
});

test('faults on command strike it too', async () => {
  const body = pox(mail(NEW));
  const stop = recent.side.faults.add({ operation: 'Autodiscover', nth: 2, effect: { kind: 'http', status: 503 } });
  const statuses = [await ask(recent, POX, body), await ask(recent, POX, body), await ask(recent, POX, body)];
  stop();
  expect(statuses.map(({ status }) => status)).toEqual([200, 503, 200]);
  const reset = recent.side.faults.add({ operation: 'GetUserSettings', effect: { kind: 'reset', at: 'before' } });
  await expect(ask(recent, SVC, soap('User', NEW))).rejects.toThrow();
  reset();
});
