import { problemsOf } from '../../lib/problem.ts';
import { CHANGED_TEXT, PROXY_TEXT } from './line-texts.ts';

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
    cause:
      'The password of an endpoint is meant for its server, and for the further hosts that were named with it. It is not sent to another address.',
    remedy: 'Send `credentials` together with the new address or host, or null to have none.',
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
    cause: 'Mailferry speaks only to public servers over https, on port 443.',
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
    cause: 'The certificate of the server is not one that can be trusted.',
    remedy: 'Ask the provider for a certificate from a public authority that names this host.',
  },
  'endpoint-certificate-changed': { status: 422, ...CHANGED_TEXT },
  'endpoint-tls-unsupported': {
    status: 422,
    title: 'No TLS connection to the server',
    cause: 'The server was reached, and the TLS handshake failed.',
    remedy:
      'Use the gateway, which speaks older TLS too: see "Old servers and their TLS" in the README. Or ask the provider to enable TLS 1.2.',
  },
  'endpoint-line-re-encrypted': {
    status: 422,
    title: 'Something re-encrypts the connection',
    cause:
      'Something between us and Exchange re-encrypts the line with another certificate, and Extended Protection refuses every sign-in over it. The password is not the cause.',
    remedy:
      'Exempt the server from TLS inspection, or give the front door the same certificate as Exchange, or set Extended Protection to Off for EWS.',
  },
  'endpoint-proxy-refused': { status: 422, ...PROXY_TEXT },
  'endpoint-gateway-unreachable': {
    status: 422,
    title: 'The gateway does not answer',
    cause: 'Mailferry’s own gateway, by which this server is reached, does not answer or does not accept its token.',
    remedy: 'Try again in a moment. If it stays, check that the gateway runs, and GATEWAY_URL and GATEWAY_TOKEN.',
  },
  'endpoint-trust-not-allowed': {
    status: 403,
    title: 'Only an owner or manager may trust a certificate',
    cause: 'Your role does not allow you to trust a certificate, or to take that trust away.',
    remedy: 'Ask an owner or manager of your workgroup to compare the fingerprint and trust the certificate.',
  },
  'endpoint-not-exchange': {
    status: 422,
    title: 'Not an Exchange server',
    cause: 'The server answers, but not as Exchange Web Services.',
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
    title: 'No common sign-in method',
    cause: 'The server offers no sign-in method that Mailferry supports.',
    remedy: 'Ask the provider to allow Basic authentication over https, or NTLM, for EWS.',
  },
  'endpoint-extended-protection': {
    status: 422,
    title: 'The server demands Extended Protection',
    cause:
      'The server ties each NTLM sign-in to the certificate of its TLS connection. Only the gateway can see that certificate.',
    remedy:
      'Start the gateway and look at the endpoint again; or ask the provider to set Extended Protection to Allow or Off for EWS.',
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

export type EndpointCode = Parameters<typeof problem>[0];
