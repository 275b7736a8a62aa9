import { primaryOf, type Recipient, recipientsOf } from '../management/recipient.ts';
import type { Context } from '../side.ts';
import { leaf, requireChild, textOf } from '../xml/node.ts';
import { EwsError } from './errors.ts';
import { once, type Operation } from './operation.ts';
import { respondWithOne } from './reply-xml.ts';

const addressXml = (recipient: Recipient, type: string): string =>
  `${leaf('t:Name', recipient.displayName)}${leaf('t:EmailAddress', primaryOf(recipient))}<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>${type}</t:MailboxType>`;

const roomListsOf = ({ side }: Context): Recipient[] =>
  recipientsOf(side).filter(({ details, isHidden }) => details === 'RoomList' && !isHidden);

function roomsOf({ side }: Context, list: Recipient): Recipient[] {
  const members = side.organisation.groups.get(list.name.toLowerCase())?.members;
  return recipientsOf(side).filter(
    (each) => each.details === 'RoomMailbox' && !each.isHidden && members?.has(primaryOf(each).toLowerCase()),
  );
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getroomlists-operation */
export const getRoomListsOperation: Operation = {
  name: 'GetRoomLists',
  since: 10,
  respond: respondWithOne,
  run: (context) =>
    once(() => {
      const lists = roomListsOf(context).map((list) => `<t:Address>${addressXml(list, 'PublicDL')}</t:Address>`);
      return `<m:RoomLists>${lists.join('')}</m:RoomLists>`;
    }),
};

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getrooms-operation */
export const getRoomsOperation: Operation = {
  name: 'GetRooms',
  since: 10,
  respond: respondWithOne,
  run: (context, request) =>
    once(() => {
      const wanted = textOf(requireChild(request, 'RoomList'), 'EmailAddress')?.trim().toLowerCase();
      const list = roomListsOf(context).find((each) => primaryOf(each).toLowerCase() === wanted);
      if (!list) throw new EwsError('ErrorNameResolutionNoResults', 'No results were found.');
      const rooms = roomsOf(context, list).map(
        (room) => `<t:Room><t:Id>${addressXml(room, 'Mailbox')}</t:Id></t:Room>`,
      );
      return `<m:Rooms>${rooms.join('')}</m:Rooms>`;
    }),
};
