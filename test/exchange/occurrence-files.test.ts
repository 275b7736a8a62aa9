import { expect, test } from 'vitest';
import { addOccurrenceFiles, type OccurrenceState } from '../../worker/exchange/write/complete/occurrence-files.ts';
import { xml } from '../../worker/exchange/xml/template.ts';
import { answer, connect, EXCHANGE_2019, fakeServer, never, soap } from './kit.ts';

const file = (name: string) => ({
  name,
  pieces: [xml`<t:FileAttachment><t:Name>${name}</t:Name><t:Content>YQ==</t:Content></t:FileAttachment>`],
  bytes: 1,
});
const added = (asked: readonly { operation: string; body: string }[]): string[] =>
  asked
    .filter(({ operation }) => operation === 'CreateAttachment')
    .map(({ body }) => `${/ParentItemId Id="(\w+)"/.exec(body)?.[1]} ${/<t:Name>(\w+)/.exec(body)?.[1]}`);

/** `refuses` tells with which code an attachment of that name is refused. */
function server(listed: Record<string, string[]>, refuses: (name: string) => string | undefined = () => undefined) {
  const found = fakeServer(({ operation, body }) => {
    if (operation === 'CreateAttachment') {
      const error = refuses(/<t:Name>(\w+)/.exec(body)?.[1] ?? '');
      return soap(answer(operation, [error === undefined ? '' : { error }]));
    }
    const ids = [...body.matchAll(/<t:ItemId Id="(\w+)"/g)].map(([, id = '']) => id);
    return soap(
      answer(
        'GetItem',
        ids.map((id) => {
          const names = (listed[id] ?? []).map(
            (name) => `<t:FileAttachment><t:Name>${name}</t:Name></t:FileAttachment>`,
          );
          return `<m:Items><t:CalendarItem><t:Attachments>${names.join('')}</t:Attachments></t:CalendarItem></m:Items>`;
        }),
      ),
    );
  }, EXCHANGE_2019);
  return { ...found, connection: connect(found.fetch, 'destination') };
}

const stateOf = (...ids: string[]) =>
  new Map(ids.map((id, index): [number, OccurrenceState] => [index, { id, refused: 0 }]));

test('what a server lists of the series with an exception is not added once more', async () => {
  const { connection, asked } = server({ one: ['same', 'other'], two: [] });
  const wanted = [
    { originalStart: 0, files: [file('same'), file('same'), file('own')] },
    { originalStart: 1, files: [file('same')] },
    { originalStart: 2, files: [file('ofNone')] },
  ];
  expect(await addOccurrenceFiles(connection, wanted, stateOf('one', 'two'), never())).toBe(0);
  expect(added(asked)).toEqual(['one same', 'one own', 'two same']);
});

test('what the server refuses for good is counted, and what it may take later begins where it ended', async () => {
  let busy = 1;
  const { connection, asked } = server({}, (name) => {
    if (name === 'bad') return 'ErrorVirusDetected';
    return name === 'late' && busy-- > 0 ? 'ErrorServerBusy' : undefined;
  });
  const wanted = [{ originalStart: 0, files: [file('bad'), file('good'), file('late'), file('last')] }];
  const done = stateOf('one');
  await expect(addOccurrenceFiles(connection, wanted, done, never())).rejects.toThrow('ErrorServerBusy');
  expect(await addOccurrenceFiles(connection, wanted, done, never())).toBe(1);
  expect(added(asked)).toEqual(['one bad', 'one good', 'one late', 'one late', 'one last']);
});
