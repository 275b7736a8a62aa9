import type { AddressPolicy } from '../../lib/address.ts';
import { isExchangeOnlineHost, refusalOf } from '../../lib/address.ts';
import { problem } from './errors.ts';

/** Where Exchange has its web services, by convention. */
const EWS_PATH = '/EWS/Exchange.asmx';

/** Paths that people copy from a browser: the webmail's, the control panel's, the service's folder. */
const CONVENTIONAL_PATH = /^\/?$|^\/(owa|ecp|ews|exchange|mapi|autodiscover)(\/|$)/i;

function parse(text: string): URL {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  try {
    return new URL(withScheme);
  } catch {
    throw problem('endpoint-url-invalid', `${JSON.stringify(text)} is not a web address.`);
  }
}

/**
 * The EWS address of what a person typed: a host, a webmail address or the service itself. Throws
 * `endpoint-url-invalid`, `endpoint-address-not-allowed` and `endpoint-exchange-online`; makes no request.
 */
export function requireEndpointUrl(text: string, policy: AddressPolicy): string {
  const url = parse(text);
  if (url.username !== '' || url.password !== '') {
    throw problem('endpoint-url-invalid', 'The address contains a user name or a password. Put them in `credentials`.');
  }
  const refusal = refusalOf(url, policy);
  if (refusal === 'not-http') throw problem('endpoint-url-invalid', `${url.protocol} is not a web protocol.`);
  if (!/^(\[.*\]|[\w.-]+)$/.test(url.hostname))
    throw problem('endpoint-url-invalid', 'The address contains no host name.');
  if (isExchangeOnlineHost(url.hostname))
    throw problem('endpoint-exchange-online', `${url.hostname} is Exchange Online.`);
  if (refusal === 'not-https') {
    throw problem(
      'endpoint-address-not-allowed',
      'The address starts with http. Mailferry sends passwords only over https.',
    );
  }
  if (refusal === 'private-host') {
    throw problem('endpoint-address-not-allowed', `${url.hostname} is a local or private address.`);
  }
  if (refusal === 'port') {
    const detail = `Port ${url.port} is not allowed. Whoever runs Mailferry can allow it with the setting ALLOWED_PORTS.`;
    throw problem('endpoint-address-not-allowed', detail);
  }
  url.hash = '';
  url.search = '';
  if (!/\.asmx$/i.test(url.pathname) && CONVENTIONAL_PATH.test(url.pathname)) url.pathname = EWS_PATH;
  return url.href;
}
