import { extendedKey } from '../xml/extended-key.ts';
import { attributeOf, findElement, type XmlElement } from '../xml/scan.ts';

/** Fields whose entries are set by an element of another name. */
const DICTIONARIES: Readonly<Record<string, string>> = {
  EmailAddress: 'EmailAddresses',
  PhoneNumber: 'PhoneNumbers',
  PhysicalAddress: 'PhysicalAddresses',
  ImAddress: 'ImAddresses',
};

/**
 * The property that an error is about, where its details name one: the element that sets it (`Culture`), an entry of one
 * (`EmailAddresses/EmailAddress1`), or an extended property (see `extendedKey`).
 */
export function propertyIn(details: XmlElement | undefined): string | undefined {
  const extended = findElement(details, 'ExtendedFieldURI');
  if (extended) return extendedKey(extended);
  const path = findElement(details, 'IndexedFieldURI') ?? findElement(details, 'FieldURI');
  const [, field] = (attributeOf(path, 'FieldURI') ?? '').split(':');
  if (field === undefined) return undefined;
  const entry = attributeOf(path, 'FieldIndex');
  return entry === undefined ? field : `${DICTIONARIES[field] ?? field}/${entry}`;
}
