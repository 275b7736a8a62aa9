import type { Side } from '../side.ts';
import type { Shown } from './cmdlet.ts';
import {
  canonicalName,
  distinguishedName,
  DOMAIN_CONTROLLER,
  legacyDn,
  primaryOf,
  type Recipient,
  rootOf,
} from './recipient.ts';

/** What every recipient shows; mailboxes and contacts show more. */
export function recipientShown(side: Side, recipient: Recipient): Shown {
  return {
    Identity: canonicalName(recipient),
    Name: recipient.name,
    DisplayName: recipient.displayName,
    Alias: recipient.alias,
    Guid: recipient.guid,
    DistinguishedName: distinguishedName(recipient),
    OrganizationalUnit: recipient.unit,
    PrimarySmtpAddress: primaryOf(recipient),
    EmailAddresses: [...recipient.emailAddresses],
    EmailAddressPolicyEnabled: recipient.emailAddressPolicyEnabled,
    LegacyExchangeDN: legacyDn(side, recipient),
    HiddenFromAddressListsEnabled: recipient.isHidden,
    RecipientType: recipient.kind,
    RecipientTypeDetails: recipient.details ?? recipient.kind,
    OriginatingServer: `${DOMAIN_CONTROLLER}.${rootOf(side)}`,
    OrganizationId: recipient.organization ?? '',
    IsValid: true,
    ...Object.fromEntries(
      Array.from({ length: 15 }, (_, at) => {
        const name = `CustomAttribute${at + 1}`;
        return [name, recipient.customAttributes[name.toLowerCase()] ?? ''];
      }),
    ),
  };
}

/** The canonical name of what mail is forwarded to, as the shell shows it. */
const targetShown = (side: Side, guid: string | undefined): string | null => {
  const target = guid === undefined ? undefined : side.organisation.recipients.get(guid);
  return target ? canonicalName(target) : null;
};

export function mailboxShown(side: Side, recipient: Recipient): Shown {
  const isOld = side.profile.build[0] < 14;
  const { forwardingSmtpAddress } = recipient;
  return {
    ...recipientShown(side, recipient),
    UserPrincipalName: primaryOf(recipient),
    SamAccountName: recipient.alias,
    Database: recipient.database,
    ServerName: 'exch01',
    IsMailboxEnabled: true,
    ForwardingAddress: targetShown(side, recipient.forwardingAddress),
    DeliverToMailboxAndForward: recipient.deliverToMailboxAndForward,
    MaxReceiveSize: 'Unlimited',
    MaxSendSize: 'Unlimited',
    ...(isOld
      ? {}
      : {
          ForwardingSmtpAddress: forwardingSmtpAddress === undefined ? null : `smtp:${forwardingSmtpAddress}`,
          ThrottlingPolicy: side.organisation.policyOf.get(primaryOf(recipient).toLowerCase()) ?? null,
          ArchiveGuid: '00000000-0000-0000-0000-000000000000',
        }),
  };
}
