import type { Fault, FaultKind } from '../../engine/model/fault.ts';
import type { DiscoveryFailure } from '../../lib/discovery.ts';
import type { ProblemError } from '../../lib/problem.ts';
import { problemsOf } from '../../lib/problem.ts';
import type { DiscoverAttempt } from '../kernel/deps.ts';

export const problem = problemsOf({
  'endpoint-not-found': {
    status: 404,
    title: 'No such endpoint',
    cause: 'Your workgroup has no endpoint with this id.',
    remedy: 'Look the id up in the list of endpoints.',
  },
  'endpoint-in-use': {
    status: 409,
    title: 'The endpoint is in use',
    cause: 'At least one project has this endpoint as its source or destination.',
    remedy: 'Give those projects another endpoint first.',
  },
  'endpoint-busy': {
    status: 409,
    title: 'Passes are running on this endpoint',
    cause: 'Address and credentials of an endpoint stay as they are while passes use them.',
    remedy: 'Stop the passes first, or wait for their end.',
  },
  'endpoint-credentials-needed': {
    status: 422,
    title: 'The credentials are needed again',
    cause: 'The password of an endpoint is meant for its server; it does not go along to another address.',
    remedy: 'Send `credentials` together with the new address, or null to have none.',
  },
  'endpoint-url-invalid': {
    status: 422,
    title: 'Not a web address',
    cause: 'The address can not be read as one of a web server.',
    remedy: 'Give the host name, or the whole address, such as https://mail.example.com/EWS/Exchange.asmx.',
  },
  'endpoint-address-not-allowed': {
    status: 422,
    title: 'The address is not allowed',
    cause: 'Mailferry speaks only to public servers over https.',
    remedy:
      'Use the public https address of the server. On your own computer, start Mailferry with --allow-private-endpoints.',
  },
  'endpoint-unknown-host': {
    status: 422,
    title: 'Unknown host',
    cause: 'The name of the server is not known to DNS.',
    remedy: 'Check the name for typing errors; compare it with the address that users open for webmail.',
  },
  'endpoint-unreachable': {
    status: 422,
    title: 'The server does not answer',
    cause: 'No connection to the server came about, or it did not answer in time.',
    remedy: 'Check the address and the port, and whether a firewall lets Mailferry through; then try again.',
  },
  'endpoint-certificate-untrusted': {
    status: 422,
    title: 'The certificate is not trusted',
    cause: 'The TLS certificate of the server is self-signed, expired, or made out to another name.',
    remedy:
      'Ask the provider for the host name that their certificate names, or for a certificate from a public authority.',
  },
  'endpoint-not-exchange': {
    status: 422,
    title: 'Not an Exchange server',
    cause: 'The server answers, but not as Exchange Web Services do.',
    remedy: 'Check host and path; on Exchange it is /EWS/Exchange.asmx. The provider may have to switch EWS on.',
  },
  'endpoint-exchange-online': {
    status: 422,
    title: 'Exchange Online is not supported',
    cause:
      'This address belongs to Exchange Online, where Microsoft has blocked Exchange Web Services since October 2026.',
    remedy:
      'Mailferry moves mailboxes between hosted and on-premises Exchange servers. Choose the address of such a server.',
  },
  'endpoint-not-discovered': {
    status: 422,
    title: 'No Exchange server found',
    cause: 'Autodiscover led to no Exchange server that can be reached from here.',
    remedy: 'Check the address for typing errors, or give the address that users open for web mail.',
  },
  'endpoint-sign-in-needed': {
    status: 422,
    title: 'A sign-in is needed to find the server',
    cause: 'A service for autodiscover is there, but tells nothing to strangers.',
    remedy: 'Give the user name and password of an account there, or the address that users open for web mail.',
  },
  'endpoint-consent-needed': {
    status: 422,
    title: 'Another host wants the password',
    cause: 'The search leads to a host outside the domain; the password goes there only with your consent.',
    remedy: 'Ask the provider whether the host is theirs. If so, consent to it by its name.',
  },
  'endpoint-mailbox-unknown': {
    status: 422,
    title: 'The server does not know the address',
    cause: 'Autodiscover answers, but has no such mailbox or domain.',
    remedy: 'Check the address for typing errors; the mailbox may have another primary address.',
  },
  'endpoint-oauth-only': {
    status: 422,
    title: 'The server only takes modern authentication',
    cause: 'The server offers sign-in by OAuth tokens alone; a user name and a password do not open it.',
    remedy: 'Ask the provider to allow Basic authentication for EWS, at least for the account of the migration.',
  },
  'endpoint-sign-in-unsupported': {
    status: 422,
    title: 'No common way to sign in',
    cause: 'The server offers none of the ways to sign in that Mailferry speaks.',
    remedy: 'Ask the provider to allow Basic authentication over https, or NTLM, for EWS.',
  },
  'endpoint-extended-protection': {
    status: 422,
    title: 'The server demands Extended Protection',
    cause: 'The server binds each NTLM sign-in to its TLS connection, which Mailferry can not do.',
    remedy: 'Ask the provider to set Extended Protection to Allow or Off for EWS, or to allow Basic authentication.',
  },
  'endpoint-credentials-refused': {
    status: 422,
    title: 'The server refused the credentials',
    cause: 'User name or password are wrong, or the account is locked or disabled.',
    remedy:
      'Check both; some servers want DOMAIN\\user, others the e-mail address. Repeated failures may lock the account.',
  },
  'endpoint-access-denied': {
    status: 422,
    title: 'The account has no right to the mailbox',
    cause: 'Signing in works, but the account may not open the mailbox that was asked for.',
    remedy:
      'Grant it FullAccess to the mailboxes, or the role ApplicationImpersonation with impersonation switched on here.',
  },
  'endpoint-server-busy': {
    status: 422,
    title: 'The server is too busy',
    cause: 'The server asked to come back later.',
    remedy: 'Wait a few minutes and try again.',
  },
});

type EndpointCode = Parameters<typeof problem>[0];

/** Codes by the kinds of faults that a probe can end with; any other kind is a server that is not Exchange as we know it. */
const CODE_BY_FAULT: Readonly<Partial<Record<FaultKind, EndpointCode>>> = {
  unreachable: 'endpoint-unreachable',
  transient: 'endpoint-unreachable',
  tls: 'endpoint-certificate-untrusted',
  'exchange-online': 'endpoint-exchange-online',
  'oauth-only': 'endpoint-oauth-only',
  credentials: 'endpoint-credentials-refused',
  access: 'endpoint-access-denied',
  busy: 'endpoint-server-busy',
  'too-many-connections': 'endpoint-server-busy',
  overload: 'endpoint-server-busy',
};

/** Codes by the reasons for which a search ends without a server. */
const CODE_BY_FAILURE: Readonly<Partial<Record<DiscoveryFailure, EndpointCode>>> = {
  'exchange-online': 'endpoint-exchange-online',
  'needs-consent': 'endpoint-consent-needed',
  'sign-in-refused': 'endpoint-credentials-refused',
  'oauth-only': 'endpoint-oauth-only',
  'no-common-sign-in': 'endpoint-sign-in-unsupported',
  'unknown-mailbox': 'endpoint-mailbox-unknown',
  'needs-sign-in': 'endpoint-sign-in-needed',
};

const DETAIL_BY_FAILURE: Readonly<Partial<Record<DiscoveryFailure, string>>> = {
  'too-many-references': 'The servers refer to one another too often.',
  circle: 'The servers refer to one another in a circle.',
  'no-usable-address': 'The server tells only addresses that can not be reached from outside.',
  'out-of-time': 'The search took too long.',
};

/** What a search without a result is called; its parts are what was tried. */
export function problemOfSearch(
  failure: DiscoveryFailure,
  attempts: readonly Pick<DiscoverAttempt, 'url' | 'said'>[],
  hosts: readonly string[] = [],
): ProblemError {
  const code = CODE_BY_FAILURE[failure] ?? 'endpoint-not-discovered';
  const detail = hosts.length > 0 ? `The password is wanted by ${hosts.join(', ')}.` : DETAIL_BY_FAILURE[failure];
  const consent = hosts.map((host) => ({ path: 'consentHosts', message: host }));
  const tried = attempts.map(({ url, said }, index) => ({
    path: `attempts[${String(index)}]`,
    message: `${url}: ${said}`,
  }));
  return problem(code, detail, [...consent, ...tried]);
}

/** Codes by the fault's own word, where it says more than its kind. The platform answers 530 for unknown names. */
const CODE_BY_WORD: Readonly<Record<string, EndpointCode>> = {
  'unknown-host': 'endpoint-unknown-host',
  'host-unknown': 'endpoint-unknown-host',
  'http-530': 'endpoint-unknown-host',
  'address-refused': 'endpoint-address-not-allowed',
  'no-usable-sign-in': 'endpoint-sign-in-unsupported',
  'extended-protection': 'endpoint-extended-protection',
};

/** What a failed probe is called. `code` is the fault's own word: it tells an unknown host from a silent one. */
export function problemOfProbe(fault: Pick<Fault, 'kind' | 'code' | 'message'>): ProblemError {
  const own = CODE_BY_WORD[fault.code];
  if (own) return problem(own, fault.message);
  return problem(CODE_BY_FAULT[fault.kind] ?? 'endpoint-not-exchange', fault.message);
}
