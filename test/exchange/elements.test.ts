import { describe, expect, test } from 'vitest';
import { concat } from '../../worker/exchange/xml/bytes.ts';
import { newElementFor } from '../../worker/exchange/items/elements.ts';
import { rewrite } from '../../worker/exchange/items/rewrite.ts';
import { holdsForbidden, legal } from '../../worker/exchange/xml/legal.ts';
import { parseXml } from '../../worker/exchange/xml/scan.ts';
import { utf8 } from './kit.ts';

const rewritten = (text: string) => new TextDecoder().decode(concat(rewrite(parseXml(utf8(text)))));

const sent = (text: string) => new TextDecoder().decode(concat(legal(rewrite(parseXml(utf8(text))))));

describe('an element on its way into a request', () => {
  test('takes our prefix, whatever the server’s was, and keeps its bytes', () => {
    expect(rewritten(`<x:A xmlns:x="u" Id='say "hi"'> <x:B>1 &amp; 2</x:B> <x:C/></x:A>`)).toBe(
      '<t:A Id="say &quot;hi&quot;"><t:B>1 &amp; 2</t:B><t:C/></t:A>',
    );
    expect(rewritten('<A xmlns="u"><![CDATA[<&>]]></A>')).toBe('<t:A><![CDATA[<&>]]></t:A>');
  });

  test('loses ids of the old mailbox, and what only a server may say', () => {
    expect(rewritten('<M><Name>A</Name><ItemId Id="x"/></M>')).toBe('<t:M><t:Name>A</t:Name></t:M>');
    expect(rewritten('<Body BodyType="Text" IsTruncated="false">x</Body>')).toBe('<t:Body BodyType="Text">x</t:Body>');
  });

  test('loses references that no XML may have, and nothing else', () => {
    expect(sent('<A>a&#x1;b&#27;c&#x9;d&#xFFFF;e&#x1F600;f&amp;g&#;h</A>')).toBe(
      '<t:A>abc&#x9;de&#x1F600;f&amp;gh</t:A>',
    );
  });

  test('loses them in attributes too', () => {
    expect(sent('<Entry Key="E" Name="A&#x0;n&#17;n &#38; Co&#xD;">x</Entry>')).toBe(
      '<t:Entry Key="E" Name="Ann &#38; Co&#xD;">x</t:Entry>',
    );
    expect(holdsForbidden(rewrite(parseXml(utf8('<Entry Name="A&#x11;">x</Entry>'))))).toBe(true);
    expect(holdsForbidden(rewrite(parseXml(utf8('<Entry Name="A&#xA;">x&#9;</Entry>'))))).toBe(false);
  });

  test('notes and journal entries become messages of their class, posts posts', () => {
    expect(newElementFor('Item', 'IPM.StickyNote')).toBe('Message');
    expect(newElementFor('Item', 'IPM.Post')).toBe('PostItem');
    expect(newElementFor('MeetingRequest', 'IPM.Schedule.Meeting.Request')).toBe('Message');
    expect(newElementFor('Contact', 'IPM.Contact')).toBe('Contact');
  });
});
