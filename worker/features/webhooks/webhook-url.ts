import type { AddressPolicy } from '../../lib/address.ts';
import { refusalOf } from '../../lib/address.ts';
import { problem } from './errors.ts';

const WORDS = {
  'not-http': 'The address must begin with https://.',
  'not-https': 'The address begins with http. Mailferry sends events only over https.',
  'private-host': 'The host is a local or private address.',
  port: 'This port is not allowed. Whoever runs Mailferry can allow it with the setting ALLOWED_PORTS.',
};

/** Why nothing may be sent to an address, for people; undefined where it may. */
function refusalWords(url: string, policy: AddressPolicy): string | undefined {
  const refusal = refusalOf(new URL(url), policy);
  return refusal && WORDS[refusal];
}

/** The address of a receiver as it is kept. Throws `webhook-address-not-allowed`; makes no request. */
export function requireWebhookUrl(text: string, policy: AddressPolicy): string {
  if (!URL.canParse(text)) throw problem('webhook-address-not-allowed', 'This is not a web address.');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '')
    throw problem('webhook-address-not-allowed', 'The address contains a user name or a password.');
  const refused = refusalWords(url.href, policy);
  if (refused) throw problem('webhook-address-not-allowed', refused);
  url.hash = '';
  return url.href;
}
