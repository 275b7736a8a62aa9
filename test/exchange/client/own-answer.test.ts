import { describe, expect, test } from 'vitest';
import { answerStart } from '../../../worker/exchange/client/answer-start.ts';
import { askedThings } from '../../../worker/exchange/client/asked-things.ts';
import type { Call } from '../../../worker/exchange/client/send-whole.ts';
import { getItemBody } from '../../../worker/exchange/operations/items/get-item.ts';
import { concat } from '../../../worker/exchange/xml/bytes.ts';
import { xml as template } from '../../../worker/exchange/xml/template.ts';
import { answer, connect, EXCHANGE_2010, fakeServer, never, soap, utf8, xml } from '../kit.ts';

const NOTHING = '<m:FindItemResponse xmlns:m="m"/>';

test.each([
  ['own', answer('FindItem', ['<m:RootFolder/>'])],
  ['foreign', answer('GetItem', ['<m:Items/>'])],
  ['foreign', '<ExportItems xmlns:m="m" xmlns:t="t"/>'],
  ['nothing', NOTHING],
  ['nothing', '<m:FindItemResponse></m:FindItemResponse>'],
  ['fault', '<s:Fault><faultcode>s:Server</faultcode></s:Fault>'],
  ['other', ''],
] as const)('the first bytes of an answer tell that it is %s: %s', (start, body) => {
  const bytes = utf8(soap(body));
  expect(answerStart(bytes, 'FindItem')).toBe(start);
  // Whatever part of it has come, it is never taken for anything else.
  for (let length = 0; length < bytes.length; length += 1)
    expect(['unclear', start]).toContain(answerStart(bytes.subarray(0, length), 'FindItem'));
});

test('a page is no answer, and asked for no longer than for 16 KB', () => {
  expect(answerStart(utf8('<html><body>'), 'FindItem')).toBe('unclear');
  expect(answerStart(utf8(`<html><body>${'x'.repeat(17_000)}`), 'FindItem')).toBe('other');
});

test('what a request names is counted, with the ids that come back', () => {
  const request = concat(getItemBody(['one', 'two & three'], { base: 'IdOnly', withMime: false }));
  expect(askedThings('GetItem', request)).toEqual({ count: 2, ids: ['one', 'two & three'] });
  const folders = utf8(
    '<m:GetFolder><m:FolderIds><t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>a</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId><t:FolderId Id="x"/></m:FolderIds></m:GetFolder>',
  );
  expect(askedThings('GetFolder', folders)).toEqual({ count: 2, ids: ['', 'x'] });
  expect(askedThings('GetFolder', folders.subarray(0, 60))).toBeUndefined();
  expect(askedThings('GetInboxRules', folders)).toBeUndefined();
});

describe('an answer that is not the request’s own', () => {
  const item = (id: string) => `<m:Items><t:Message><t:ItemId Id="${id}" ChangeKey="1"/></t:Message></m:Items>`;
  const get = (...ids: string[]): Call => ({
    operation: 'GetItem',
    body: () => getItemBody(ids, { base: 'IdOnly', withMime: false }),
    signal: never(),
  });
  const replies = (...all: string[]) => {
    const server = fakeServer(() => soap(all[server.asked.length - 1] ?? 'none'), EXCHANGE_2010);
    return { ...server, connection: connect(server.fetch) };
  };

  test('is asked for again at once, and noted', async () => {
    const { connection, asked } = replies(
      answer('FindItem', ['<m:RootFolder/>']),
      NOTHING,
      answer('GetItem', [item('a')]),
    );
    expect((await connection.call(get('a'))).name).toBe('GetItemResponse');
    expect([asked.length, connection.capabilities.connections]).toEqual([3, 'own']);
  });

  test('has too many messages, or ids of other items once the server was seen to give ids back', async () => {
    const many = answer('GetItem', [item('a'), item('b')]);
    const { connection, asked } = replies(
      many,
      answer('GetItem', [item('a')]),
      answer('GetItem', [item('z')]),
      answer('GetItem', [item('b')]),
    );
    await connection.call(get('a'));
    expect([asked.length, connection.capabilities.echoesIds]).toEqual([2, true]);
    await connection.call(get('b'));
    expect(asked).toHaveLength(4);
  });

  test('may be a server’s own way: other ids from the start, or too few twice', async () => {
    const other = replies(answer('GetItem', [item('A')]));
    await other.connection.call(get('a'));
    expect(other.asked).toHaveLength(1);
    const denied = answer('GetItem', [{ error: 'ErrorAccessDenied' }]);
    const short = replies(denied, denied);
    expect((await short.connection.call(get('a', 'b'))).name).toBe('GetItemResponse');
    expect(short.asked).toHaveLength(2);
  });

  test('leaves a write in doubt, which is not made again', async () => {
    const uploads = [
      answer('GetItem', [item('a')]),
      NOTHING.replaceAll('FindItem', 'UploadItems'),
      answer('UploadItems', ['<m:ItemId Id="1"/>']),
    ];
    const { fetch, asked } = fakeServer(({ operation }) =>
      soap(
        operation === 'UploadItems'
          ? (uploads.shift() ?? '')
          : answer(operation, ['<m:Folders><t:Folder/></m:Folders>']),
      ),
    );
    const connection = connect(fetch);
    const write: Call = {
      operation: 'UploadItems',
      mutates: true,
      count: 2,
      body: () => [template`<m:UploadItems/>`],
      signal: never(),
    };
    for (let times = 0; times < 3; times += 1)
      await expect(connection.call(write)).rejects.toMatchObject({ fault: { kind: 'in-doubt', was: 'transient' } });
    expect(asked.filter(({ operation }) => operation === 'UploadItems')).toHaveLength(3);
  });

  test('is known by the id of its request, where the server gives that back', async () => {
    let wrong = 0;
    const { fetch, asked } = fakeServer(({ headers }) => {
      const id = asked.length === 2 ? `other-${String((wrong += 1))}` : (headers.get('client-request-id') ?? '');
      const response = xml(soap(answer('GetItem', [item('a')])));
      response.headers.set('client-request-id', id);
      return response;
    });
    const connection = connect(fetch);
    for (let times = 0; times < 2; times += 1) await connection.call(get('a'));
    expect([asked.length, wrong]).toEqual([3, 1]);
  });
});
