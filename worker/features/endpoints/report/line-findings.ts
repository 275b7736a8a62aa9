import { DAY_MS } from '../../../lib/units.ts';
import type { Finding, ProbeCheck } from '../../../lib/probe-checks.ts';
import type { EndpointCode } from '../errors.ts';
import { findingOf, NOT_REACHED, type Seen } from './seen.ts';

/** A certificate that ends sooner is worth a word. */
const SOON_MS = 30 * DAY_MS;

/** The checks on the way to a server, in the order in which one rests on the other. */
const WAY = ['name-resolution', 'connection', 'tls', 'sign-in-schemes'] as const satisfies readonly ProbeCheck[];
type Step = (typeof WAY)[number];

/** Where on the way a test ended. The certificate belongs to TLS. */
const STEP_OF: Readonly<Partial<Record<EndpointCode, Step>>> = {
  'endpoint-unknown-host': 'name-resolution',
  'endpoint-address-not-allowed': 'name-resolution',
  'endpoint-unreachable': 'connection',
  'endpoint-proxy-refused': 'connection',
  'endpoint-gateway-unreachable': 'connection',
  'endpoint-not-exchange': 'connection',
  'endpoint-exchange-online': 'connection',
  'endpoint-certificate-untrusted': 'tls',
  'endpoint-certificate-changed': 'tls',
  'endpoint-tls-unsupported': 'tls',
  'endpoint-oauth-only': 'sign-in-schemes',
  'endpoint-sign-in-unsupported': 'sign-in-schemes',
};

/** How far a test came: the step that it failed at, or the end of the way. */
function reachOf({ obstacle }: Seen): number {
  const step = obstacle && STEP_OF[obstacle.code];
  return step === undefined ? WAY.length : WAY.indexOf(step);
}

/** Whether the server was reached, and offered a way to sign in. */
export function isAtTheDoor(seen: Seen): boolean {
  return reachOf(seen) === WAY.length;
}

/** The name, the connection, TLS with its certificate, and the ways to sign in. */
export function lineFindings(seen: Seen): Finding[] {
  const reach = reachOf(seen);
  const { host, hostname } = new URL(seen.url);
  const isName = !/^\[|^[\d.]+$/.test(hostname);
  const isUntrusted = seen.obstacle?.code.startsWith('endpoint-certificate-') === true;
  const stepAt = (step: Step, whenReached: () => Finding): Finding => {
    const at = WAY.indexOf(step);
    const finding = findingOf(step);
    if (at < reach) return whenReached();
    if (at > reach || !seen.obstacle) return finding.unknown(NOT_REACHED);
    return finding.failed(seen.obstacle.sentence, seen.obstacle);
  };
  // A server that answers, only not as Exchange, shows its TLS all the same.
  const isSeen = seen.facts.line !== undefined;
  return [
    stepAt('name-resolution', () =>
      findingOf('name-resolution').ok(
        isName ? `The name ${hostname} resolves.` : 'The address is a number, which needs no name resolution.',
      ),
    ),
    stepAt('connection', () => findingOf('connection').ok(`${host} answers.`)),
    isUntrusted && seen.obstacle
      ? findingOf('certificate').failed(seen.obstacle.sentence, seen.obstacle)
      : certificate(seen, isSeen || reach > WAY.indexOf('tls')),
    isUntrusted
      ? findingOf('tls').unknown('Not tested, because the certificate is not trusted.')
      : isSeen && reach < WAY.indexOf('tls')
        ? tls(seen)
        : stepAt('tls', () => tls(seen)),
    stepAt('sign-in-schemes', () => schemes(seen)),
  ];
}

function certificate({ facts, url, now, isPinned }: Seen, isReached: boolean): Finding {
  const { ok, warning, unknown } = findingOf('certificate');
  if (!url.startsWith('https:')) return unknown('The address is plain http, without a certificate.');
  const seen = facts.line?.certificate;
  if (!isReached) return unknown(NOT_REACHED);
  if (isPinned) return ok('Your workgroup trusts exactly this certificate, by its fingerprint.');
  if (!seen) return ok('The certificate is trusted.');
  const until = new Date(seen.notAfter).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  if (Date.parse(seen.notAfter) - now < SOON_MS)
    return warning(`The certificate expires on ${until}.`, { remedy: 'Ask the provider to renew it before that day.' });
  return ok(`The certificate is valid until ${until}. Its issuer is ${nameIn(seen.issuer)}.`);
}

/** The name of an authority, without the rest of its distinguished name. */
function nameIn(issuer: string): string {
  return /(?:^|, ?)CN=([^,]+)/.exec(issuer)?.[1] ?? issuer;
}

const TLS_NAMES: Readonly<Record<string, string>> = {
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
};

function tls({ facts, url }: Seen): Finding {
  const { ok, warning } = findingOf('tls');
  if (!url.startsWith('https:'))
    return warning('The address is plain http: everything goes unencrypted.', {
      remedy: 'Ask the provider for the https address of EWS.',
    });
  const protocol = facts.line?.protocol;
  const name = protocol === undefined ? undefined : (TLS_NAMES[protocol] ?? protocol);
  if (protocol === 'TLSv1' || protocol === 'TLSv1.1')
    return warning(`The server supports only ${name ?? protocol}. Mailferry reaches it by the gateway.`, {
      remedy: 'Ask the provider to enable TLS 1.2. Mailferry uses old TLS for this endpoint only.',
    });
  return ok(name === undefined ? 'The connection is encrypted.' : `The connection uses ${name}.`);
}

const SCHEME_NAMES: Readonly<Record<string, string>> = { basic: 'Basic', ntlm: 'NTLM', negotiate: 'Negotiate' };

function schemes({ authSchemes }: Seen): Finding {
  const { ok, warning } = findingOf('sign-in-schemes');
  if (authSchemes.length === 0)
    return warning('The server answers without asking who signs in.', {
      remedy: 'Check the address with the provider: an Exchange server asks everyone to sign in.',
    });
  const names = authSchemes.map((scheme) => SCHEME_NAMES[scheme] ?? scheme);
  if (authSchemes.includes('basic')) return ok(`The server offers ${names.join(', ')}.`);
  return ok(`Basic is off. The server offers ${names.join(', ')}, and Mailferry signs in with NTLM.`);
}
