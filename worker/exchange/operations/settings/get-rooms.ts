import type { Piece } from '../../xml/bytes.ts';
import { child, childText, type XmlElement } from '../../xml/scan.ts';
import { xml } from '../../xml/template.ts';

/** A room, or a list of rooms. */
export type NamedAddress = { email: string; name: string };

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getroomlists-operation */
export function getRoomListsBody(): Piece[] {
  return [xml`<m:GetRoomLists/>`];
}

/** The lists of rooms in an answer to GetRoomLists. */
export function readRoomLists(response: XmlElement): NamedAddress[] {
  return (child(response, 'RoomLists')?.children ?? []).flatMap(readAddress);
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getrooms-operation */
export function getRoomsBody(list: string): Piece[] {
  return [xml`<m:GetRooms><m:RoomList><t:EmailAddress>${list}</t:EmailAddress></m:RoomList></m:GetRooms>`];
}

/** The rooms in an answer to GetRooms. */
export function readRooms(response: XmlElement): NamedAddress[] {
  return (child(response, 'Rooms')?.children ?? []).flatMap((room) => readAddress(child(room, 'Id')));
}

function readAddress(element: XmlElement | undefined): NamedAddress[] {
  const email = childText(element, 'EmailAddress')?.trim() ?? '';
  if (!email.includes('@')) return [];
  return [{ email, name: childText(element, 'Name')?.trim() || email }];
}
