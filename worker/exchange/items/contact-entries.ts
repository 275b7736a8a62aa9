import { xml } from '../xml/template.ts';

/**
 * The entries of a contact one by one. Some servers of another make do not know the dictionaries by their names, nor
 * give all of them with AllProperties, and know the entries (grommunio/gromox, exch/ews).
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/indexedfielduri
 */
const PLACES = ['Business', 'Home', 'Other'];
const PARTS = ['Street', 'City', 'State', 'CountryOrRegion', 'PostalCode'];
const PHONES =
  'AssistantPhone BusinessFax BusinessPhone BusinessPhone2 Callback CarPhone CompanyMainPhone HomeFax HomePhone HomePhone2 Isdn MobilePhone OtherFax OtherTelephone Pager PrimaryPhone RadioPhone Telex TtyTddPhone'.split(
    ' ',
  );
const THREE = [1, 2, 3];

const entry = (field: string, index: string) =>
  xml`<t:IndexedFieldURI FieldURI="contacts:${field}" FieldIndex="${index}"/>`;

export const CONTACT_ENTRIES = xml`${[
  ...PARTS.flatMap((part) => PLACES.map((place) => entry(`PhysicalAddress:${part}`, place))),
  ...PHONES.map((phone) => entry('PhoneNumber', phone)),
  ...THREE.map((number) => entry('EmailAddress', `EmailAddress${number}`)),
  ...THREE.map((number) => entry('ImAddress', `ImAddress${number}`)),
]}`;
