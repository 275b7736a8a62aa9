import { expect, test } from 'vitest';
import { event, numbered, weekly } from '../kit/event-xml.ts';
import { type Answer, call, codesOf, textsOf } from '../kit/raw-client.ts';
import { create, get, idIn, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';

const pair = usePair();

const ask = (body: string): Promise<Answer> => call(pair.recent, pair.owner, body, V16);
const idText = (text: string): string => /Id="([^"]+)"/.exec(idIn(text))?.[1] ?? '';
const namesOf = async (id: string): Promise<string[]> =>
  [...(await get(pair, id)).text.matchAll(/<t:FileAttachment>.*?<t:Name>([^<]*)</g)].map(([, name = '']) => name);

const attach = (parent: string, name: string): Promise<Answer> =>
  ask(
    `<m:CreateAttachment><m:ParentItemId Id="${parent}"/><m:Attachments><t:FileAttachment><t:Name>${name}</t:Name><t:Content>YQ==</t:Content></t:FileAttachment></m:Attachments></m:CreateAttachment>`,
  );

test('an exception has files of its own, and a file makes an exception', async () => {
  const master = idText((await create(pair, event({ recurrence: weekly + numbered(4) }), 'calendar')).text);
  const series = `<t:ItemId Id="${master}"/>`;
  const nth = (index: number): string => `<t:OccurrenceItemId RecurringMasterId="${master}" InstanceIndex="${index}"/>`;
  expect(codesOf(await attach(master, 'of all'))).toEqual(['NoError']);
  // What is no exception has what its series has.
  expect(await namesOf(nth(2))).toEqual(['of all']);
  const second = idText((await get(pair, nth(2))).text);
  const added = await attach(second, 'of the second');
  expect(codesOf(added)).toEqual(['NoError']);
  expect(added.text).toContain(`RootItemId="${second}"`);
  expect(await namesOf(nth(2))).toEqual(['of the second']);
  expect(await namesOf(series)).toEqual(['of all']);
  expect(await namesOf(nth(3))).toEqual(['of all']);
  expect(textsOf(await get(pair, nth(2)), 'CalendarItemType')).toEqual(['Exception']);
  expect((await get(pair, series)).text).toContain('<t:OriginalStart>2026-03-09T09:00:00Z<');
  expect(pair.recent.stats().outgoing).toBe(0);

  const id = /<t:AttachmentId Id="([^"]+)"/.exec(added.text)?.[1];
  const ids = `<m:AttachmentIds><t:AttachmentId Id="${id}"/></m:AttachmentIds>`;
  expect(textsOf(await ask(`<m:GetAttachment>${ids}</m:GetAttachment>`), 'Content')).toEqual(['YQ==']);
  expect((await ask(`<m:DeleteAttachment>${ids}</m:DeleteAttachment>`)).text).toContain(`RootItemId="${second}"`);
  expect(await namesOf(nth(2))).toEqual([]);

  // With the occurrence goes what hung on it.
  await attach(second, 'again');
  await ask(
    `<m:DeleteItem DeleteType="HardDelete" SendMeetingCancellations="SendToNone"><m:ItemIds>${nth(2)}</m:ItemIds></m:DeleteItem>`,
  );
  const { n } = pair.recent.store
    .sql("select count(*) as n from attachments where properties like '%again%'")
    .get() as {
    n: number;
  };
  expect(n).toBe(0);
});

testEnvelopes(pair, 15);
