import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { missingForValidation } from './wire-log.ts';
import { shorten } from './shape.ts';
import { describeShapes, validateShapes } from './validate-shapes.ts';
import { WireShapes } from './wire-shapes.ts';

const missing = missingForValidation();
if (missing && process.env['CI'] === 'true')
  throw new Error(`Schemas can't be held against answers without ${missing}`);

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'wire-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const answer = (item: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><m:GetItemResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><m:ResponseMessages><m:GetItemResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Items><t:Message>${item}</t:Message></m:Items></m:GetItemResponseMessage></m:ResponseMessages></m:GetItemResponse></s:Body></s:Envelope>`;

const problemsOf = (level: number, item: string): string[] => {
  const wire = new WireShapes(folder);
  wire.see('Exchange', level, 'answer', 'GetItem', answer(item));
  wire.flush();
  return validateShapes(folder)?.problems ?? [];
};

const FLAG = '<t:Flag><t:FlagStatus>Flagged</t:FlagStatus></t:Flag>';

test.skipIf(missing).each([
  [10.2, FLAG, /'\{[^}]*\}Flag': This element is not expected/],
  [13.1, FLAG, undefined],
  [8.1, '<t:IsAssociated>false</t:IsAssociated>', /IsAssociated/],
  [10, '<t:IsAssociated>false</t:IsAssociated>', undefined],
  [10.2, '<t:Body BodyType="Text" IsTruncated="false">x</t:Body>', /IsTruncated/],
  [16, '<t:Subject>x</t:Subject><t:ItemClass>IPM.Note</t:ItemClass>', /ItemClass/],
  [
    8.1,
    '<t:Sender><t:Mailbox><t:Name>x</t:Name><t:MailboxType>OneOff</t:MailboxType></t:Mailbox></t:Sender>',
    /MailboxType/,
  ],
] as const)('an answer that level %s does not know is found: %s', (level, item, problem) => {
  const found = problemsOf(level, item);
  if (problem) expect(found.join('\n')).toMatch(problem);
  else expect(found).toEqual([]);
});

test.skipIf(missing)('an operation that came later is not an operation of the older', () => {
  const wire = new WireShapes(folder);
  const text = answer('')
    .replaceAll('GetItem', 'ExportItems')
    .replace(/<m:Items>.*<\/m:Items>/, '<m:Data/>');
  for (const level of [10, 10.1]) wire.see('Exchange', level, 'answer', 'ExportItems', text);
  wire.flush();
  const { problems = [], kept } = validateShapes(folder) ?? {};
  expect(problems.every((line) => /\/10-answer-ExportItems/.test(line))).toBe(true);
  expect(problems.length).toBeGreaterThan(0);
  expect(kept).toEqual({ '10 answer ExportItems': 1, '10.1 answer ExportItems': 1 });
});

test.skipIf(missing)('what is kept: one of each shape, long content short, all counted', () => {
  const wire = new WireShapes(folder);
  for (const subject of ['one two', 'three four', 'five six'])
    wire.see('Exchange2019', 16, 'answer', 'GetItem', answer(`<t:Subject>${subject}</t:Subject>`));
  const mime = Buffer.alloc(5000, 7).toString('base64');
  wire.see('Exchange2019', 16, 'answer', 'GetItem', answer(`<t:MimeContent>${mime}</t:MimeContent>`));
  wire.flush();
  const report = validateShapes(folder);
  expect(report).toEqual({
    seen: { 'Exchange2019 16 answer GetItem': 4 },
    kept: { '16 answer GetItem': 2 },
    problems: [],
  });
  expect(describeShapes(report!)).toContain('4 envelopes seen, 2 shapes validated, 0 problems');
});

test('content is cut where its type stays what it was', () => {
  expect(shorten(`<a>${'QUJD'.repeat(200)}</a>`)).toBe(`<a>${'QUJD'.repeat(16)}</a>`);
  const text = `${'x y '.repeat(49)}x&amp;${'z '.repeat(300)}`;
  expect(shorten(`<a>${text}</a>`)).toBe(`<a>${'x y '.repeat(49)}x</a>`);
});
