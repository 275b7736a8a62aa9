import { problemsOf } from '../../lib/problem.ts';
import { CHANGED_TEXT, PROXY_TEXT } from './line-texts.ts';

export const problem = problemsOf({
  'endpoint-not-found': {
    status: 404,
    title: 'No such endpoint',
    cause: 'Your workgroup has no endpoint with this id.',
    remedy: 'Find the id in the list of endpoints.',
  },
  'endpoint-in-use': {
    status: 409,
    title: 'Endpoint in use',
    cause: 'At least one project uses this endpoint as its source or destination.',
    remedy: 'Choose another endpoint for those projects first.',
  },
  'endpoint-busy': {
    status: 409,
    title: 'Passes are running on this endpoint',
    cause: 'The address and credentials of an endpoint cannot change while passes use them.',
    remedy: 'Stop the passes first, or wait until they end.',
  },
  'endpoint-credentials-needed': {
    status: 422,
    title: 'Credentials needed again',
    cause: 'Mailferry sends the password of an endpoint only to the server and the hosts that it was entered for.',
    remedy: 'Send `credentials` together with the new address or host, or null to remove them.',
  },
  'endpoint-url-invalid': {
    status: 422,
    title: 'Not a web address',
    cause: 'The address is not the address of a web server.',
    remedy: 'Enter the host name, or the whole address, such as https://mail.example.com/EWS/Exchange.asmx.',
  },
  'endpoint-address-not-allowed': {
    status: 422,
    title: 'Address not allowed',
    cause: 'Mailferry connects only to public servers, over https on port 443.',
    remedy:
      'Use the public https address of the server. On your own computer, start Mailferry with --allow-private-endpoints.',
  },
  'endpoint-unknown-host': {
    status: 422,
    title: 'Unknown host',
    cause: 'DNS has no server with this name.',
    remedy: 'Check the spelling, and compare the name with the address that users open for webmail.',
  },
  'endpoint-unreachable': {
    status: 422,
    title: 'Server does not answer',
    cause: 'The connection to the server failed, or the server did not answer in time.',
    remedy: 'Check the address, the port, and whether a firewall blocks Mailferry. Then try again.',
  },
  'endpoint-certificate-untrusted': {
    status: 422,
    title: 'Certificate not trusted',
    cause: 'The server’s certificate cannot be trusted.',
    remedy: 'Ask the provider for a certificate from a public authority that names this host.',
  },
  'endpoint-certificate-changed': { status: 422, ...CHANGED_TEXT },
  'endpoint-tls-unsupported': {
    status: 422,
    title: 'No TLS connection to the server',
    cause: 'Mailferry reached the server, but the TLS handshake failed.',
    remedy:
      'Use the gateway, which also supports older TLS: see "Old servers and their TLS" in the README. Or ask the provider to enable TLS 1.2.',
  },
  'endpoint-line-re-encrypted': {
    status: 422,
    title: 'TLS connection is intercepted',
    cause:
      'Something between Mailferry and Exchange re-encrypts the connection with a different certificate, so Extended Protection refuses every sign-in. The password is not the cause.',
    remedy:
      'Exempt the server from TLS inspection, install the certificate of Exchange on the front end, or set Extended Protection to Off for EWS.',
  },
  'endpoint-proxy-refused': { status: 422, ...PROXY_TEXT },
  'endpoint-gateway-unreachable': {
    status: 422,
    title: 'Gateway does not answer',
    cause: 'Mailferry reaches this server through its own gateway, which does not answer or does not accept the token.',
    remedy:
      'Try again in a moment. If this keeps happening, check that the gateway is running, and check GATEWAY_URL and GATEWAY_TOKEN.',
  },
  'endpoint-trust-not-allowed': {
    status: 403,
    title: 'Only owners and managers may trust a certificate',
    cause: 'Your role does not allow you to trust a certificate or to withdraw that trust.',
    remedy: 'Ask an owner or manager of your workgroup to compare the fingerprint and trust the certificate.',
  },
  'endpoint-not-exchange': {
    status: 422,
    title: 'Not an Exchange server',
    cause: 'The server answers, but not as Exchange Web Services.',
    remedy:
      'Check the host and the path, which on Exchange is /EWS/Exchange.asmx. The provider may have to turn on EWS.',
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
    cause: 'Autodiscover found no Exchange server that Mailferry can reach.',
    remedy: 'Check the spelling, or enter the address that users open for webmail.',
  },
  'endpoint-sign-in-needed': {
    status: 422,
    title: 'Sign-in needed to find the server',
    cause: 'The Autodiscover service answers only after a sign-in.',
    remedy: 'Enter the user name and password of an account there, or the address that users open for webmail.',
  },
  'endpoint-consent-needed': {
    status: 422,
    title: 'Another host asks for the password',
    cause: 'The search leads to a host outside the domain. Mailferry sends the password there only with your consent.',
    remedy: 'Ask the provider whether the host belongs to them. If it does, allow the host by name.',
  },
  'endpoint-mailbox-unknown': {
    status: 422,
    title: 'Address unknown to the server',
    cause: 'Autodiscover answers, but does not know this mailbox or domain.',
    remedy: 'Check the spelling. The mailbox may have another primary address.',
  },
  'endpoint-oauth-only': {
    status: 422,
    title: 'Modern authentication only',
    cause: 'The server accepts only OAuth tokens, not a user name and password.',
    remedy: 'Ask the provider to allow Basic authentication for EWS, at least for the migration account.',
  },
  'endpoint-sign-in-unsupported': {
    status: 422,
    title: 'No common sign-in method',
    cause: 'The server offers no sign-in method that Mailferry supports.',
    remedy: 'Ask the provider to allow Basic authentication over HTTPS, or NTLM, for EWS.',
  },
  'endpoint-extended-protection': {
    status: 422,
    title: 'Extended Protection required',
    cause:
      'The server ties each NTLM sign-in to the certificate of its TLS connection. Only the gateway can see that certificate.',
    remedy:
      'Start the gateway and test the connection again. Or ask the provider to set Extended Protection to Allow or Off for EWS.',
  },
  'endpoint-credentials-refused': {
    status: 422,
    title: 'Credentials refused',
    cause: 'The user name or password is wrong, or the account is locked or disabled.',
    remedy:
      'Check both. Some servers expect DOMAIN\\user, others the e-mail address. Repeated failures can lock the account.',
  },
  'endpoint-access-denied': {
    status: 422,
    title: 'No access to the mailbox',
    cause: 'Signing in works, but the account may not open the requested mailbox.',
    remedy:
      'Grant it FullAccess to the mailboxes, or the ApplicationImpersonation role and turn on impersonation here.',
  },
  'endpoint-server-busy': {
    status: 422,
    title: 'Server too busy',
    cause: 'The server asked Mailferry to try again later.',
    remedy: 'Wait a few minutes and try again.',
  },
});

export type EndpointCode = Parameters<typeof problem>[0];
