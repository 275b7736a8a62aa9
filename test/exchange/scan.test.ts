import { describe, expect, test } from 'vitest';
import {
  attributeOf,
  child,
  childText,
  contentOf,
  descend,
  elementBudget,
  findElement,
  findStartTag,
  parseXml,
  textOf,
  XmlError,
} from '../../worker/exchange/xml/scan.ts';
import { openReader, readAll } from '../../worker/exchange/xml/byte-reader.ts';
import { utf8 } from './kit.ts';

const parse = (text: string) => parseXml(utf8(text));

describe('reading an answer', () => {
  test('names are compared without their prefix, whatever the server uses', () => {
    for (const prefix of ['', 'm:', 'soap11:', 'x-1.y:']) {
      const root = parse(`<${prefix}A><${prefix}B>text</${prefix}B></${prefix}A>`);
      expect(root.name).toBe('A');
      expect(childText(root, 'B')).toBe('text');
    }
  });

  test('attributes survive either quote, entities and a `>` inside', () => {
    const root = parse(`<a:A xmlns:a="urn:a" Id='one "two"' a:Name="x &gt; y > z" Empty=""/>`);
    expect(attributeOf(root, 'Id')).toBe('one "two"');
    expect(attributeOf(root, 'Name')).toBe('x > y > z');
    expect(attributeOf(root, 'Empty')).toBe('');
    expect(attributeOf(root, 'xmlns')).toBeUndefined();
    expect(attributeOf(root, 'a')).toBeUndefined();
  });

  test('entities, character references and CDATA become text', () => {
    const root = parse('<A><B>a &amp; &#x1F600;&#228;&lt;b&gt;</B><C>x<![CDATA[<&amp;>]]>y</C><D>&unknown;</D></A>');
    expect(childText(root, 'B')).toBe('a & 😀ä<b>');
    expect(childText(root, 'C')).toBe('x<&amp;>y');
    expect(childText(root, 'D')).toBe('&unknown;');
  });

  test('content is a view on the bytes that arrived', () => {
    const bytes = utf8('<A><B>QUJD</B></A>');
    const content = contentOf(descend(parseXml(bytes), 'B')!);
    expect(content.buffer).toBe(bytes.buffer);
    expect(new TextDecoder().decode(content)).toBe('QUJD');
  });

  test('declarations, comments and byte order marks are stepped over', () => {
    const root = parse('\uFEFF<?xml version="1.0"?><!-- <B/> --><A><!--> <B>no</B> --><B>yes</B><?pi <B/>?></A>\n');
    expect(root.children.map(textOf)).toEqual(['yes']);
  });

  test('every cut of a document is refused', () => {
    const bytes = utf8('<?xml version="1.0"?><s:A xmlns:s="u"><B C="d>e">text</B><D/></s:A>');
    for (let end = 0; end < bytes.length; end++) {
      expect(() => parseXml(bytes.subarray(0, end)), `cut at ${end}`).toThrow(XmlError);
    }
    expect(parseXml(bytes).name).toBe('A');
  });

  test.each([
    ['bad nesting', '<A><B></A></B>'],
    ['a second root', '<A/><B/>'],
    ['trailing text', '<A></A>=== Truncated Data ==='],
    ['a document type', '<!DOCTYPE A [<!ENTITY b "c">]><A>&b;</A>'],
    ['a stray closing tag', '</A>'],
    ['no element', 'plain text'],
    ['a tag without name', '<A>< ></A>'],
    ['bottomless nesting', '<A>'.repeat(10_000)],
  ])('%s is refused', (_, text) => {
    expect(() => parse(text)).toThrow(XmlError);
  });

  test('a start tag is found over every border of two chunks', () => {
    const text =
      '<?xml version="1.0"?><!-- <m:Data> --><m:Result Note="<m:Data>"><m:Data x=">">QUJD</m:Data></m:Result>';
    const bytes = utf8(text.replace('Note="<m:Data>"', 'Note="&lt;m:Data>"'));
    const expected = findStartTag(bytes, 'Data', 0);
    expect(expected).toMatchObject({ isEmpty: false });
    for (let cut = 0; cut < bytes.length; cut++) {
      const first = findStartTag(bytes.subarray(0, cut), 'Data', 0);
      const found = 'resumeAt' in first ? findStartTag(bytes, 'Data', first.resumeAt) : first;
      expect(found, `cut at ${cut}`).toEqual(expected);
    }
  });

  test('a tag of a longer or shorter name is another', () => {
    expect(findStartTag(utf8('<DataSet><Dat><XData>'), 'Data', 0)).toHaveProperty('resumeAt');
  });

  test('five hundred items of a change page cost little', () => {
    const item =
      '<t:Create><t:Message><t:ItemId Id="AAMk" ChangeKey="CQ"/><t:Subject>a &amp; b</t:Subject></t:Message></t:Create>';
    const bytes = utf8(`<m:Changes xmlns:m="m" xmlns:t="t">${item.repeat(512)}</m:Changes>`);
    const started = performance.now();
    for (let round = 0; round < 10; round++) expect(parseXml(bytes).children).toHaveLength(512);
    expect((performance.now() - started) / 10).toBeLessThan(100);
  });

  test('megabytes of content are not walked through byte by byte', () => {
    const content = 'QUJD'.repeat(4 * 1024 * 1024);
    const bytes = utf8(`<A><Data>${content}</Data></A>`);
    expect(contentOf(child(parseXml(bytes), 'Data')!)).toHaveLength(content.length);
    // The quickest of several: a busy computer interrupts the others.
    const times = Array.from({ length: 8 }, () => {
      const started = performance.now();
      parseXml(bytes);
      return performance.now() - started;
    });
    // A loop in script costs several times this.
    expect(Math.min(...times) / 16).toBeLessThan(3);
  });

  test('elements are found at any depth in document order', () => {
    const root = parse('<A><B><C>1</C></B><C>2</C></A>');
    expect(textOf(findElement(root, 'C'))).toBe('1');
    expect(findElement(root, 'D')).toBeUndefined();
  });
});

describe('an answer of more elements than any server sends', () => {
  const part = utf8('<a/>'.repeat(1_000));

  test('is given up before the rest of it is in memory', async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>(
      { pull: (controller) => (sent++ < 7_000 ? controller.enqueue(part.slice()) : controller.close()) },
      { highWaterMark: 0 },
    );
    await expect(readAll(openReader(body), 64 * 1024 * 1024, elementBudget())).rejects.toThrow(/400000 elements/);
    expect(sent).toBe(401);
  });

  test('is counted the same however its bytes arrive', () => {
    const whole = utf8('<a><b x="1"></b></a>'.repeat(200_000));
    for (const length of [1, 7, 1024, whole.length]) {
      const check = elementBudget();
      for (let at = 0; at < whole.length; at += length) check(whole.subarray(at, at + length));
      expect(() => check(utf8('<a'))).toThrow(/400000 elements/);
    }
  });
});
