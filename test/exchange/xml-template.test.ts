import { describe, expect, test } from 'vitest';
import { rawXml, xml } from '../../worker/exchange/xml/template.ts';

describe('the xml template', () => {
  test('escapes strings, in content and in attributes', () => {
    const name = `"Tom" & <Ann's>`;
    expect(xml`<a b="${name}">${name}</a>`.markup).toBe(
      `<a b="&quot;Tom&quot; &amp; &lt;Ann's&gt;">&quot;Tom&quot; &amp; &lt;Ann's&gt;</a>`,
    );
  });

  test('leaves out what XML 1.0 cannot carry, and keeps line breaks and tabs of values', () => {
    expect(xml`<a>${'\u0000x\u001f\ufffe\uffff\r\n\t y'}</a>`.markup).toBe('<a>x\r\n\t y</a>');
  });

  test('passes markup as it is, joins lists of it, and writes numbers and booleans', () => {
    const inner = xml`<b>${'&'}</b>`;
    expect(xml`<a>${inner}${[inner, rawXml('<c/>')]}${[]}${7}${false}${''}</a>`.markup).toBe(
      '<a><b>&amp;</b><b>&amp;</b><c/>7false</a>',
    );
  });

  test('leaves out its own line breaks, but keeps attributes apart', () => {
    const quiet = xml` quiet="true"`;
    for (const _ of [1, 2])
      expect(
        xml`
        <a one="${1}"
          two="2"${quiet}>
          <b>${'x'}</b>
          ${'y'} z
        </a>`.markup,
      ).toBe('<a one="1" two="2" quiet="true"><b>x</b>y z</a>');
  });
});
