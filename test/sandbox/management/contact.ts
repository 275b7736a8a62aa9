import { randomUUID } from 'node:crypto';
import type { Side } from '../side.ts';
import { ManagementError } from './error.ts';
import {
  canonicalName,
  distinguishedName,
  DOMAIN_CONTROLLER,
  type Recipient,
  recipientsOf,
  rootOf,
} from './recipient.ts';

export type NewContact = {
  name: string;
  externalAddress: string;
  unit?: string;
  organization?: string;
  alias?: string;
};

export function addMailContact(
  side: Side,
  { name, externalAddress, unit, organization, alias }: NewContact,
): Recipient {
  const address = externalAddress.replace(/^smtp:/i, '');
  const recipient: Recipient = {
    kind: 'MailContact',
    guid: randomUUID(),
    name,
    displayName: name,
    // Exchange leaves out what an alias may not have.
    alias: alias ?? name.replaceAll(/[^\w!#$%&'*+\-/=?^`{|}~.]/g, ''),
    emailAddresses: [`SMTP:${address}`],
    unit: unit ?? `${rootOf(side)}/Users`,
    customAttributes: {},
    isHidden: false,
    database: '',
    deliverToMailboxAndForward: false,
    emailAddressPolicyEnabled: true,
    ews: { allow: [], block: [] },
  };
  if (organization !== undefined) recipient.organization = organization;
  for (const other of recipientsOf(side)) {
    if (other.organization?.toLowerCase() !== organization?.toLowerCase()) continue;
    if (canonicalName(other).toLowerCase() === canonicalName(recipient).toLowerCase())
      throw new ManagementError(
        'ADObjectAlreadyExistsException',
        `Active Directory operation failed on ${DOMAIN_CONTROLLER}.${rootOf(side)}. The object '${distinguishedName(recipient)}' already exists.`,
      );
    if (other.alias.toLowerCase() === recipient.alias.toLowerCase())
      throw new ManagementError(
        'AliasExistsException',
        `The alias "${recipient.alias}" is already being used. Please choose another alias.`,
      );
  }
  side.organisation.recipients.set(recipient.guid, recipient);
  return recipient;
}
