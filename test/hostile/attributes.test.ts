import { expect, test } from 'vitest';
import { rewrite } from '../../worker/exchange/items/rewrite.ts';
import { extendedFieldUriOf } from '../../worker/exchange/operations/properties.ts';
import { concat } from '../../worker/exchange/xml/bytes.ts';
import { attributesOf, parseXml } from '../../worker/exchange/xml/scan.ts';
import { utf8 } from '../exchange/kit.ts';

/** An attribute between other quotes that would end where ours do, and go on with something else. */
const SMUGGLED = `x" PropertyType="Binary"/><t:Evil A="`;

test('what is in an attribute of an extended field stays in it', () => {
  const property = parseXml(
    utf8(
      `<t:ExtendedProperty><t:ExtendedFieldURI PropertyName='${SMUGGLED}' PropertyType='String'/></t:ExtendedProperty>`,
    ),
  );
  const { markup } = extendedFieldUriOf(property)!;
  const read = parseXml(utf8(markup));
  expect([read.name, read.children]).toEqual(['ExtendedFieldURI', []]);
  expect(attributesOf(read)).toEqual([
    { name: 'PropertyName', raw: SMUGGLED.replaceAll('"', '&quot;').replaceAll('<', '&lt;') },
    { name: 'PropertyType', raw: 'String' },
  ]);
});

test('the same of every element that is passed through', () => {
  const element = parseXml(utf8(`<t:Body BodyType='${SMUGGLED}'>text</t:Body>`));
  const read = parseXml(concat(rewrite(element)));
  expect([read.name, read.children, attributesOf(read).length]).toEqual(['Body', [], 1]);
});

test.each(['<t:a<b/>', '<t:a"b/>', `<t:${'n'.repeat(300)}/>`, '<t:a&b/>'])(
  'a name that is none is no name: %s',
  (markup) => {
    expect(() => parseXml(utf8(markup))).toThrow('a tag without a name');
  },
);
