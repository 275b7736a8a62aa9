import { attributeOf, type XmlElement } from './scan.ts';

/** Well-known property sets, by their names in EWS. */
export const SET_GUIDS: Record<string, string> = {
  PublicStrings: '00020329-0000-0000-c000-000000000046',
  Common: '00062008-0000-0000-c000-000000000046',
  Task: '00062003-0000-0000-c000-000000000046',
  Address: '00062004-0000-0000-c000-000000000046',
  Appointment: '00062002-0000-0000-c000-000000000046',
  Meeting: '6ed8da90-450b-101b-98da-00aa003f1305',
  CalendarAssistant: '11000e07-b51b-40d6-af21-caa85edab1d0',
};

/** What an `ExtendedFieldURI` names, however it is written: `0x1234`, or the set and its dispatch id or name. */
export function extendedKey(uri: XmlElement): string {
  const tag = attributeOf(uri, 'PropertyTag');
  if (tag !== undefined) return `0x${Number(tag).toString(16).toUpperCase().padStart(4, '0')}`;
  const named = attributeOf(uri, 'DistinguishedPropertySetId');
  const setId = attributeOf(uri, 'PropertySetId')?.toLowerCase();
  const set = named ?? Object.keys(SET_GUIDS).find((each) => SET_GUIDS[each] === setId) ?? setId ?? '';
  const id = attributeOf(uri, 'PropertyId');
  const hex = `0x${Number(id).toString(16).toUpperCase().padStart(4, '0')}`;
  return `${set} ${attributeOf(uri, 'PropertyName') ?? hex}`;
}
