import type { AddressMap } from '../../lib/recipients.ts';
import type { Piece } from '../xml/bytes.ts';
import { rewrite } from './rewrite.ts';
import { isOf, type ExtendedField } from '../operations/properties.ts';
import { child, childText, descend, textOf, type XmlElement } from '../xml/scan.ts';
import { xml } from '../xml/template.ts';

/**
 * PidLidDistributionListOneOffMembers: names and addresses of a list's members, which servers before Exchange 2010
 * have no element for (MS-OXOCNTC 2.2.2.2.1).
 */
export const ONE_OFF_MEMBERS: ExtendedField = { set: 'Address', id: 0x8054, type: 'BinaryArray' };

/** The Members element of a list's copy; what cannot be copied is added to `omissions` in plain words. */
export function membersOf(item: XmlElement, omissions: string[], mapAddress: AddressMap | undefined): Piece[] {
  const list = child(item, 'Members');
  const kept = list
    ? list.children.flatMap((each) => memberOf(each, omissions, mapAddress))
    : oldMembers(item, omissions, mapAddress);
  if (list === undefined && kept.length === 0 && item.name !== 'DistributionList')
    omissions.push('The source does not show the members of distribution lists, so the copied list is empty.');
  return kept.length === 0 ? [] : [xml`<t:Members>`, ...kept, xml`</t:Members>`];
}

/** A member that points at a contact of the old mailbox becomes an address of its own. */
function memberOf(member: XmlElement, omissions: string[], mapAddress: AddressMap | undefined): Piece[] {
  const mailbox = child(member, 'Mailbox');
  if (mailbox === undefined || childText(mailbox, 'EmailAddress') === undefined) {
    const name = childText(mailbox, 'MailboxType') === 'PrivateDL' ? 'list' : 'member without an address';
    omissions.push(`A ${name} was left out of the distribution list.`);
    return [];
  }
  const parts = mailbox.children.flatMap((part): Piece[] => {
    if (part.name === 'ItemId') return [];
    return part.name === 'MailboxType' && descend(mailbox, 'ItemId')
      ? [xml`<t:MailboxType>OneOff</t:MailboxType>`]
      : rewrite(part, mapAddress);
  });
  return [xml`<t:Member><t:Mailbox>`, ...parts, xml`</t:Mailbox></t:Member>`];
}

function oldMembers(item: XmlElement, omissions: string[], mapAddress: AddressMap | undefined): Piece[] {
  const property = item.children.find((inner) => inner.name === 'ExtendedProperty' && isOf(inner, ONE_OFF_MEMBERS));
  return (child(property, 'Values')?.children ?? []).flatMap((value): Piece[] => {
    const found = readOneOff(textOf(value));
    if (found === undefined || found.address === '') {
      omissions.push('A member without an address was left out of the distribution list.');
      return [];
    }
    const address = mapAddress?.(found.address) ?? found.address;
    return [
      xml`
        <t:Member><t:Mailbox>
          <t:Name>${found.name}</t:Name>
          <t:EmailAddress>${address}</t:EmailAddress>
          <t:RoutingType>${found.type}</t:RoutingType>
          <t:MailboxType>OneOff</t:MailboxType>
        </t:Mailbox></t:Member>`,
    ];
  });
}

/** Name, kind and address in a one-off entry id, in base64 (MS-OXCDATA 2.2.5.1); undefined for any other. */
export function readOneOff(base64: string): { name: string; type: string; address: string } | undefined {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(base64.trim()), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
  const isOneOff = PROVIDER.every((byte, index) => bytes[4 + index] === byte);
  if (!isOneOff || bytes.length < TEXTS_AT) return undefined;
  const isUnicode = ((bytes[TEXTS_AT - 1] ?? 0) & 0x80) !== 0;
  const width = isUnicode ? 2 : 1;
  // Text that is not Unicode is in its writer's code page; this one is the most likely.
  const decoder = new TextDecoder(isUnicode ? 'utf-16le' : 'windows-1252');
  const texts: string[] = [];
  let start = TEXTS_AT;
  for (let at = start; at + width <= bytes.length && texts.length < 3; at += width) {
    if (bytes[at] !== 0 || (isUnicode && bytes[at + 1] !== 0)) continue;
    texts.push(decoder.decode(bytes.subarray(start, at)));
    start = at + width;
  }
  const [name, type, address] = texts;
  return name === undefined || type === undefined || address === undefined ? undefined : { name, type, address };
}

/** Behind four bytes of flags, the provider's id, two of the version and two of flags. */
const TEXTS_AT = 24;
const PROVIDER = [0x81, 0x2b, 0x1f, 0xa4, 0xbe, 0xa3, 0x10, 0x19, 0x9d, 0x6e, 0x00, 0xdd, 0x01, 0x0f, 0x54, 0x02];
