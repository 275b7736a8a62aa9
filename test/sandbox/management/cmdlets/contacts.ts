import { changes, type Cmdlets, shows } from '../cmdlet.ts';
import { addMailContact } from '../contact.ts';
import { canonicalName, primaryOf, recipientsOf, requireRecipient } from '../recipient.ts';
import { limited } from '../results.ts';
import { recipientShown } from '../shown-recipient.ts';
import type { Recipient } from '../recipient.ts';
import type { Side } from '../../side.ts';

const contactShown = (side: Side, recipient: Recipient) => ({
  ...recipientShown(side, recipient),
  ExternalEmailAddress: `SMTP:${primaryOf(recipient)}`,
});

const KIND = ['MailContact'] as const;

/** Mail contacts: what mail of a mailbox can be forwarded to in every version. */
export const CONTACTS: Cmdlets = {
  'New-MailContact': ({ side, parameters }) => {
    const name = parameters.requireText('Name');
    const externalAddress = parameters.requireText('ExternalEmailAddress');
    const unit = parameters.text('OrganizationalUnit');
    const organization = parameters.text('Organization');
    const alias = parameters.text('Alias');
    return changes(`Creating mail contact "${name}" with external email address "${externalAddress}".`, () => [
      contactShown(
        side,
        addMailContact(side, {
          name,
          externalAddress,
          ...(unit === undefined ? {} : { unit }),
          ...(organization === undefined ? {} : { organization }),
          ...(alias === undefined ? {} : { alias }),
        }),
      ),
    ]);
  },
  'Get-MailContact': ({ side, parameters }) => {
    const text = parameters.text('Identity');
    const organization = parameters.text('Organization');
    if (text !== undefined) return shows([contactShown(side, requireRecipient(side, text, organization, KIND))]);
    const all = recipientsOf(side).filter(({ kind }) => kind === 'MailContact');
    return limited(parameters, all, (each) => contactShown(side, each));
  },
  'Set-MailContact': ({ side, parameters }) => {
    const recipient = requireRecipient(side, parameters.requireText('Identity'), parameters.text('Organization'), KIND);
    return changes(`Setting mail contact "${canonicalName(recipient)}".`, () => {
      if (parameters.has('HiddenFromAddressListsEnabled'))
        recipient.isHidden = parameters.flag('HiddenFromAddressListsEnabled');
      for (const name of parameters.names())
        if (/^customattribute\d+$/.test(name)) recipient.customAttributes[name] = parameters.text(name) ?? '';
    });
  },
  'Remove-MailContact': ({ side, parameters }) => {
    const { guid, ...recipient } = requireRecipient(
      side,
      parameters.requireText('Identity'),
      parameters.text('Organization'),
      KIND,
    );
    return changes(`Removing mail contact "${canonicalName({ guid, ...recipient })}".`, () => {
      side.organisation.recipients.delete(guid);
      // The directory takes links to what is gone away.
      for (const each of side.organisation.recipients.values())
        if (each.forwardingAddress === guid) delete each.forwardingAddress;
    });
  },
};
