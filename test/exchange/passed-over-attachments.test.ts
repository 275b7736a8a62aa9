import { expect, test } from 'vitest';
import { ITEM_CLOSE, ITEM_OPEN, type NewAttachment } from '../../worker/exchange/items/attendant.ts';
import { complete, type Unfinished } from '../../worker/exchange/write/complete/complete-item.ts';
import { answer, connect, fakeServer, never, soap, utf8 } from './kit.ts';

test('where another item shows meanwhile that the destination keeps no attachment, the attachment is left out and its item is not', async () => {
  const shown = '<m:Items><t:Message><t:ItemId Id="copy" ChangeKey="1"/></t:Message></m:Items>';
  const server = fakeServer(({ operation }) => {
    if (operation === 'CreateAttachment') return soap(answer(operation, []));
    connection.capabilities.files = 'forgotten';
    return soap(answer(operation, [shown]));
  });
  const connection = connect(server.fetch, 'destination');
  const content = utf8('<t:Message/>');
  const inside = utf8('<t:Name>Inside</t:Name><t:Contact/>');
  const attachment: NewAttachment = { name: 'Inside', pieces: [ITEM_OPEN, inside, ITEM_CLOSE], bytes: inside.length };
  const attendant = { omissions: [], attachments: [attachment], attachmentsAt: 0 };
  const unfinished: Unfinished = {
    id: 'copy',
    content,
    attachments: 0,
    occurrences: new Map(),
    omissions: [],
    isInPlace: false,
  };
  const parcel = { sourceId: 'item', method: 'typed', content, attendant } as unknown as Parameters<typeof complete>[2];
  expect(await complete(connection, unfinished, parcel, [attachment], never())).toEqual({ omissions: [] });
  expect(unfinished.omissions).toEqual([
    'An attachment was left out, because the destination accepts attachments but does not keep them.',
  ]);
  expect(server.asked.filter(({ operation }) => operation === 'CreateAttachment')).toHaveLength(1);
});
