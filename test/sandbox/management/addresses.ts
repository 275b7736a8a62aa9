import type { Side } from '../side.ts';
import { setAddresses } from '../store/settings.ts';
import { ManagementError } from './error.ts';
import { canonicalName, type Recipient, recipientsOf } from './recipient.ts';

const X500 = /^x500:/i;

/** Writes the addresses of a mailbox; the first capital one is primary. The store learns of its X500 addresses. */
export function setEmailAddresses(side: Side, recipient: Recipient, addresses: readonly string[]): void {
  const seen = new Set<string>();
  const kept = addresses.filter((each) => {
    const key = each.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
  if (kept.filter((each) => each.startsWith('SMTP:')).length !== 1)
    throw new ManagementError(
      'NoPrimarySmtpAddressException',
      'There is no primary SMTP address. There must be exactly one.',
    );
  const taken = recipientsOf(side).find(
    (other) => other.guid !== recipient.guid && other.emailAddresses.some((each) => seen.has(each.toLowerCase())),
  );
  if (taken)
    throw new ManagementError(
      'ProxyAddressExistsException',
      `The proxy address is already being used by "${canonicalName(taken)}". Please choose another proxy address.`,
    );
  recipient.emailAddresses = kept;
  if (recipient.mailbox === undefined) return;
  const x500 = kept.filter((each) => X500.test(each)).map((each) => each.replace(X500, ''));
  setAddresses(side.store, recipient.mailbox, { x500 });
}
