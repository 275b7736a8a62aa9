import { describe, expect, test } from 'vitest';
import { beginSearch, nextStep, resultOf } from '../../../worker/exchange/autodiscover/next-step.ts';
import type { Answer, MailboxSettings, Search, State, Step } from '../../../worker/exchange/autodiscover/steps.ts';
import { takeIn } from '../../../worker/exchange/autodiscover/take-in.ts';

const EWS = 'https://mail.example.com/EWS/Exchange.asmx';
const DOMAIN = 'https://example.com/autodiscover/autodiscover';
const NAMED = 'https://autodiscover.example.com/autodiscover/autodiscover';
const PLAIN = 'http://autodiscover.example.com/autodiscover/autodiscover.xml';

const settings = (more: Partial<MailboxSettings> = {}): Answer => ({
  kind: 'settings',
  settings: { ewsUrls: [EWS], owaUrls: [], ...more },
});
const NOT_HERE: Answer = { kind: 'not-here', said: 'It answers HTTP 404.' };
const SILENT: Answer = { kind: 'silent', said: 'It does not answer.' };
const BASIC: Answer = { kind: 'sign-in', schemes: ['negotiate', 'basic'] };

const nameOf = (step: Step): string => {
  if (step.kind === 'dns') return `dns ${step.domain}`;
  if (step.kind !== 'ask') return `${step.kind} ${step.url}`;
  return `${step.schemes ? 'signed in ' : ''}${step.url}${step.who === 'ann@example.com' ? '' : ` for ${step.who}`}`;
};

/** Runs a search against a world of answers by name of step; what is not in it is not there. */
function search(world: Record<string, Answer>, more: Partial<Search> = {}) {
  const steps: string[] = [];
  let state: State = beginSearch({
    address: 'ann@example.com',
    username: 'ann@example.com',
    consentHosts: [],
    allowPrivate: false,
    trustsDomain: true,
    hasDns: true,
    ...more,
  });
  for (let next = nextStep(state); next; next = nextStep(state)) {
    steps.push(nameOf(next.step));
    expect(steps.length).toBeLessThan(50);
    state = takeIn(next.state, next.step, world[nameOf(next.step)] ?? NOT_HERE);
  }
  return { steps, result: resultOf(state), state, outcomes: state.attempts.map(({ outcome }) => outcome) };
}

/** A service that answers only to those who sign in. */
const guarded = (url: string, answer: Answer): Record<string, Answer> => ({
  [url]: BASIC,
  [`signed in ${url}`]: answer,
});

describe('the order of steps', () => {
  test('the domain, its name autodiscover, plain http, DNS, and then the conventional addresses', () => {
    const { steps, result } = search({});
    expect(steps).toEqual([
      `${DOMAIN}.svc`,
      `${DOMAIN}.xml`,
      `${NAMED}.svc`,
      `${NAMED}.xml`,
      `refer ${PLAIN}`,
      'dns example.com',
      ...['mail.', 'webmail.', 'owa.', 'exchange.', ''].map(
        (name) => `look https://${name}example.com/EWS/Exchange.asmx`,
      ),
    ]);
    expect(result).toEqual({ failure: 'not-found' });
  });

  test('a host that is silent is not asked again, and without a resolver no DNS is', () => {
    const { steps, outcomes } = search({ [`${DOMAIN}.svc`]: SILENT, [`${NAMED}.svc`]: SILENT }, { hasDns: false });
    expect(steps.slice(0, 3)).toEqual([`${DOMAIN}.svc`, `${NAMED}.svc`, `refer ${PLAIN}`]);
    expect(outcomes.slice(0, 3)).toEqual(['silent', 'silent', 'not-here']);
    expect(steps).not.toContain('look https://example.com/EWS/Exchange.asmx');
  });

  test('a domain is asked about as one, and the account that signs in stands for its mailboxes', () => {
    const { steps } = search({}, { address: 'example.com', username: 'admin@host.example' });
    expect(steps.slice(0, 4)).toEqual([
      'look https://example.com/EWS/Exchange.asmx',
      `${DOMAIN}.svc for example.com`,
      `${DOMAIN}.svc for admin@host.example`,
      `${DOMAIN}.xml for admin@host.example`,
    ]);
    const bare = search({}, { address: 'example.com', username: 'HOST\\admin' });
    expect(bare.steps.slice(1, 3)).toEqual([`${DOMAIN}.svc for example.com`, `${NAMED}.svc for example.com`]);
  });
});

describe('what is found', () => {
  test('by SOAP, or by POX where SOAP is not there; signed in only where it was asked for', () => {
    const soap = search(guarded(`${NAMED}.svc`, settings({ legacyDn: '/o=x' })));
    expect(soap.steps.slice(2)).toEqual([`${NAMED}.svc`, `signed in ${NAMED}.svc`]);
    expect(soap.result).toEqual({
      found: {
        ewsUrl: EWS,
        foundBy: 'soap',
        who: 'ann@example.com',
        settings: expect.objectContaining({ legacyDn: '/o=x' }),
      },
    });
    const pox = search(guarded(`${DOMAIN}.xml`, settings()));
    expect(pox.result).toMatchObject({ found: { ewsUrl: EWS, foundBy: 'pox' } });
    expect(pox.outcomes).toEqual(['not-here', 'found']);
  });

  test('an address that only the inside reaches is passed over; the webmail shows the way', () => {
    const inside = 'https://ex01.example.local/EWS/Exchange.asmx';
    const world = guarded(`${DOMAIN}.svc`, settings({ ewsUrls: [inside], owaUrls: ['https://owa.example.com/owa/'] }));
    expect(search(world).result).toMatchObject({
      found: { ewsUrl: 'https://owa.example.com/EWS/Exchange.asmx', foundBy: 'convention' },
    });
    const both = guarded(`${DOMAIN}.svc`, settings({ ewsUrls: [inside, EWS] }));
    expect(search(both).result).toMatchObject({ found: { ewsUrl: EWS, foundBy: 'soap' } });
    expect(search(both, { allowPrivate: true }).result).toMatchObject({ found: { ewsUrl: inside } });
  });

  test('where the service tells no usable address, EWS beside it is looked at', () => {
    const world = guarded(`${NAMED}.svc`, settings({ ewsUrls: ['http://ex01/EWS/Exchange.asmx'] }));
    const { result, outcomes } = search({
      ...world,
      'look https://autodiscover.example.com/EWS/Exchange.asmx': { kind: 'exchange' },
    });
    expect(result).toMatchObject({
      found: { ewsUrl: 'https://autodiscover.example.com/EWS/Exchange.asmx', foundBy: 'convention' },
    });
    expect(outcomes).toContain('no-usable-address');
    expect(search(guarded(`${DOMAIN}.svc`, settings({ ewsUrls: [] }))).result).toEqual({
      failure: 'no-usable-address',
    });
  });

  test('without credentials a host that asks for them is enough of a sign', () => {
    const world = {
      [`${NAMED}.svc`]: BASIC,
      'look https://autodiscover.example.com/EWS/Exchange.asmx': { kind: 'exchange' } as const,
    };
    const { result, steps } = search(world, { username: undefined });
    expect(result).toMatchObject({
      found: { foundBy: 'convention', ewsUrl: 'https://autodiscover.example.com/EWS/Exchange.asmx' },
    });
    expect(steps).not.toContain(`${NAMED}.xml`);
    expect(search({ [`${NAMED}.svc`]: BASIC }, { username: undefined }).result).toEqual({ failure: 'needs-sign-in' });
  });
});

describe('references', () => {
  test('to another address start again there', () => {
    const other = 'https://home.example/autodiscover/autodiscover.svc for ann@home.example';
    const world = {
      ...guarded(`${DOMAIN}.svc`, { kind: 'other-address', email: 'ann@home.example' }),
      ...guarded(other, settings()),
    };
    const refused = search(world);
    expect(refused.result).toEqual({ failure: 'needs-consent' });
    expect(refused.state.consentHosts).toEqual(['home.example']);
    const { result, steps } = search(world, { consentHosts: ['Home.example'] });
    expect(result).toMatchObject({ found: { ewsUrl: EWS, who: 'ann@home.example' } });
    expect(steps).not.toContain(`${NAMED}.svc`);
  });

  test('to another URL keep to their form, and may come by plain http or from DNS', () => {
    const svc = 'https://ad.example.com/autodiscover/autodiscover.svc';
    const xml = 'https://ad.example.com/autodiscover/autodiscover.xml';
    expect(search({ [`${DOMAIN}.svc`]: { kind: 'other-url', url: svc }, ...guarded(svc, settings()) }).steps).toEqual([
      `${DOMAIN}.svc`,
      svc,
      `signed in ${svc}`,
    ]);
    const plain = search({ [`refer ${PLAIN}`]: { kind: 'other-url', url: xml }, ...guarded(xml, settings()) });
    expect(plain.steps.slice(5)).toEqual([svc, xml, `signed in ${xml}`]);
    const dns = search({
      'dns example.com': {
        kind: 'hosts',
        hosts: [
          { host: 'ad.example.com', port: 443 },
          { host: '10.0.0.1', port: 443 },
        ],
      },
      ...guarded(svc, settings()),
    });
    expect(dns.steps.slice(6)).toEqual([svc, `signed in ${svc}`]);
    const odd = search({ 'dns example.com': { kind: 'hosts', hosts: [{ host: 'ad.example.com', port: 8443 }] } });
    expect(odd.steps).toContain('https://ad.example.com:8443/autodiscover/autodiscover.xml');
    expect(search({ 'dns example.com': { kind: 'hosts', hosts: [] } }).outcomes).not.toContain('referred');
  });

  test('to plain http, to private hosts and to web pages are not followed', () => {
    for (const [url, outcome] of [
      ['http://ad.example.com/autodiscover/autodiscover.xml', 'not-followed'],
      ['https://10.1.2.3/autodiscover/autodiscover.xml', 'not-followed'],
      ['mailto:x', 'not-followed'],
      ['nothing at all', 'not-followed'],
      ['https://ann:secret@ad.example.com/autodiscover/autodiscover.xml', 'not-followed'],
      [`https://ad.example.com/autodiscover/autodiscover.xml?${'x'.repeat(3000)}`, 'not-followed'],
      ['https://www.example.com/', 'not-here'],
    ] as const) {
      const { outcomes, steps, state } = search({ [`${DOMAIN}.xml`]: { kind: 'other-url', url } });
      expect(state.attempts.every(({ said }) => said.length < 400)).toBe(true);
      expect([url, outcomes[1]]).toEqual([url, outcome]);
      expect(steps.filter((step) => step.includes('ad.example.com') || step.includes('10.1'))).toEqual([]);
    }
  });

  test('in a circle end, by URL and by address', () => {
    const a = 'https://a.example.com/autodiscover/autodiscover.xml';
    const b = 'https://b.example.com/autodiscover/autodiscover.xml';
    const urls = search({
      [`${DOMAIN}.xml`]: { kind: 'other-url', url: a },
      [a]: { kind: 'other-url', url: b },
      [b]: { kind: 'other-url', url: a },
    });
    expect(urls.result).toEqual({ failure: 'circle' });
    expect(urls.steps.filter((step) => step === a)).toHaveLength(1);
    const away = 'https://sub.example.com/autodiscover/autodiscover.svc for ann@sub.example.com';
    const addresses = search({
      [`${DOMAIN}.svc`]: { kind: 'other-address', email: 'ann@sub.example.com' },
      [away]: { kind: 'other-address', email: 'ann@example.com' },
      [`${DOMAIN}.xml`]: NOT_HERE,
    });
    expect(addresses.steps.filter((step) => step === `${DOMAIN}.svc`)).toHaveLength(1);
    expect(addresses.result).toEqual({ failure: 'not-found' });
  });

  test('end after ten, of both sorts together', () => {
    const world: Record<string, Answer> = {};
    const urlOf = (index: number) => `https://h${index}.example.com/autodiscover/autodiscover.xml`;
    world[`${DOMAIN}.xml`] = { kind: 'other-url', url: urlOf(0) };
    for (let index = 0; index < 30; index++) world[urlOf(index)] = { kind: 'other-url', url: urlOf(index + 1) };
    const { result, steps } = search(world);
    expect(result).toEqual({ failure: 'too-many-references' });
    expect(steps.filter((step) => step.startsWith('https://h'))).toHaveLength(10);
    const many: Record<string, Answer> = {};
    many[`${DOMAIN}.svc`] = { kind: 'other-address', email: 'a0@example.com' };
    for (let index = 0; index < 30; index++)
      many[`${DOMAIN}.svc for a${index}@example.com`] = { kind: 'other-address', email: `a${index + 1}@example.com` };
    expect(search(many).result).toEqual({ failure: 'too-many-references' });
  });
});

describe('credentials', () => {
  test('do not go elsewhere without consent, and what else can be tried is', () => {
    const foreign = 'https://ad.hoster.example/autodiscover/autodiscover.xml';
    const world = { [`${DOMAIN}.xml`]: { kind: 'other-url', url: foreign } as const, ...guarded(foreign, settings()) };
    const { result, steps, state, outcomes } = search(world);
    expect(result).toEqual({ failure: 'needs-consent' });
    expect(state.consentHosts).toEqual(['ad.hoster.example']);
    expect(outcomes).toContain('needs-consent');
    expect(steps).not.toContain(`signed in ${foreign}`);
    expect(steps).toContain(`${NAMED}.svc`);
    const agreed = search(world, { consentHosts: ['ad.hoster.example'] });
    expect(agreed.result).toMatchObject({ found: { ewsUrl: EWS } });
    // A name that only ends alike is another's.
    const alike = 'https://badexample.com/autodiscover/autodiscover.xml';
    expect(
      search({ [`${DOMAIN}.xml`]: { kind: 'other-url', url: alike }, ...guarded(alike, settings()) }).result,
    ).toEqual({ failure: 'needs-consent' });
  });

  test('an EWS address elsewhere is reported, with the host that it needs consent for', () => {
    const ewsUrl = 'https://ews.hoster.example/EWS/Exchange.asmx';
    const world = guarded(`${DOMAIN}.svc`, settings({ ewsUrls: [ewsUrl] }));
    expect(search(world).result).toMatchObject({ found: { ewsUrl, needsConsent: 'ews.hoster.example' } });
    const { result } = search(world, { consentHosts: ['ews.hoster.example'] });
    expect('found' in result && result.found.needsConsent).toBeUndefined();
  });

  test('that are refused are brought to two servers at most, each once', () => {
    const world = Object.fromEntries(
      [`${DOMAIN}.svc`, `${DOMAIN}.xml`, `${NAMED}.svc`, `${NAMED}.xml`].flatMap((url) =>
        Object.entries(guarded(url, BASIC)),
      ),
    );
    const { result, steps } = search(world);
    expect(result).toEqual({ failure: 'sign-in-refused' });
    expect(steps).toEqual([`${DOMAIN}.svc`, `signed in ${DOMAIN}.svc`, `${NAMED}.svc`, `signed in ${NAMED}.svc`]);
    // A web host that refuses everyone does not hide the server.
    const one = search({ ...guarded(`${DOMAIN}.svc`, BASIC), ...guarded(`${NAMED}.svc`, settings()) });
    expect(one.result).toMatchObject({ found: { ewsUrl: EWS } });
    const alone = search(guarded(`${DOMAIN}.svc`, BASIC));
    expect(alone.result).toEqual({ failure: 'sign-in-refused' });
    expect(alone.steps.filter((step) => step.startsWith('look'))).toEqual([]);
  });

  test('that no scheme takes stay at home', () => {
    const bearer = search({ [`${DOMAIN}.svc`]: { kind: 'sign-in', schemes: ['bearer'] } });
    expect(bearer.result).toEqual({ failure: 'oauth-only' });
    const digest = search({ [`${DOMAIN}.svc`]: { kind: 'sign-in', schemes: ['digest'] } });
    expect([digest.result, digest.outcomes[0]]).toEqual([{ failure: 'no-common-sign-in' }, 'no-common-sign-in']);
    expect(search({ [`${DOMAIN}.svc`]: { kind: 'sign-in', schemes: [] } }).result).toEqual({
      failure: 'no-common-sign-in',
    });
    expect(search({ [`refer ${PLAIN}`]: BASIC }).result).toEqual({ failure: 'not-found' });
  });
});

describe('a known server', () => {
  const server = 'https://mail.hoster.example';
  const own = `${server}/autodiscover/autodiscover.svc`;

  test('is asked first, and its credentials go to no one else', () => {
    const world = { ...guarded(own, settings({ ewsUrls: ['https://two.hoster.example/EWS/Exchange.asmx'] })) };
    const more = { server, trustsDomain: false, consentHosts: ['mail.hoster.example'] };
    const { steps, result } = search(world, more);
    expect(steps).toEqual([own, `signed in ${own}`]);
    expect(result).toMatchObject({ found: { needsConsent: 'two.hoster.example' } });
    const away = search({ [own]: NOT_HERE, ...guarded(`${DOMAIN}.svc`, settings()) }, more);
    expect(away.result).toEqual({ failure: 'needs-consent' });
    expect(away.state.consentHosts).toEqual(['example.com']);
    expect(search({}, more).steps.filter((step) => step.startsWith('look'))).toEqual([]);
  });
});

describe('the end', () => {
  test('a domain that only the inside knows is not asked about, nor followed to', () => {
    const inside = search({}, { address: 'ann@corp.local' });
    expect([inside.steps, inside.result, inside.outcomes]).toEqual([
      [],
      { failure: 'no-usable-address' },
      ['not-followed'],
    ]);
    const led = search({ [`${DOMAIN}.svc`]: { kind: 'other-address', email: 'ann@corp.local' } });
    expect(led.steps.filter((step) => step.includes('corp.local'))).toEqual([]);
    expect(led.outcomes[0]).toBe('not-followed');
  });

  test('a service that does not know the mailbox is believed, but others are asked', () => {
    const world = guarded(`${DOMAIN}.svc`, { kind: 'unknown', said: 'It answers InvalidUser.' });
    const { result, steps } = search(world);
    expect(result).toEqual({ failure: 'unknown-mailbox' });
    expect(steps).toContain(`${NAMED}.xml`);
    expect(steps.filter((step) => step.startsWith('look'))).toEqual([]);
    expect(search({ ...world, ...guarded(`${NAMED}.svc`, settings()) }).result).toMatchObject({
      found: { ewsUrl: EWS },
    });
  });

  test('Exchange Online ends it, wherever it shows', () => {
    const online: Record<string, Answer>[] = [
      { [`${DOMAIN}.svc`]: { kind: 'exchange-online' } },
      {
        [`refer ${PLAIN}`]: {
          kind: 'other-url',
          url: 'https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml',
        },
      },
      { [`${DOMAIN}.svc`]: { kind: 'other-address', email: 'ann@example.mail.onmicrosoft.com' } },
      guarded(`${DOMAIN}.svc`, settings({ ewsUrls: ['https://outlook.office365.com/EWS/Exchange.asmx'] })),
    ];
    for (const world of online) {
      const { result, outcomes } = search(world);
      expect([result, outcomes.at(-1)]).toEqual([{ failure: 'exchange-online' }, 'exchange-online']);
    }
    const tenant = search({}, { address: 'ann@contoso.onmicrosoft.com' });
    expect(search({}, { address: 'outlook.office365.com' }).result).toEqual({ failure: 'exchange-online' });
    expect([tenant.result, tenant.steps]).toEqual([{ failure: 'exchange-online' }, []]);
  });
});
