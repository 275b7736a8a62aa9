import { expect, test } from 'vitest';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import { LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import { MESSAGE_KIND_NAMES } from '../../../worker/lib/mail/message-kinds.ts';
import { PAUSE_REASONS } from '../../../worker/lib/webhook-facts.ts';
import { checkTemplate } from '../../../worker/features/templates/render/check-template.ts';
import type { Template } from '../../../worker/features/templates/render/render-message.ts';
import { renderMessage } from '../../../worker/features/templates/render/render-message.ts';
import type { Values } from '../../../worker/features/templates/render/values.ts';
import { sampleValues } from '../../../worker/features/templates/texts/samples.ts';
import { shippedTemplate } from '../../../worker/features/templates/texts/shipped.ts';

const LOOK = { company: 'Harbour IT', accent: '#0b6e6e', logoUrl: 'https://ferry.example/api/logos/logo_1' };

function render(template: Template, values: Values, language: (typeof LANGUAGES)[number] = 'en') {
  const kind = 'failure';
  return renderMessage({ kind, template, values, language, timeZone: 'Europe/Berlin', look: LOOK, canReply: true });
}

const body = (text: string): Template => ({ subject: 'About {{mailbox}}', body: text });
const VALUES = {
  mailbox: 'kim@old.example',
  project: 'Fjord',
  cause: 'c',
  remedy: 'r',
  link: 'https://ferry.example/p',
};

/** Blanks, and marks between which markup can stand. */
const SEPARATORS = /[\s().,:;?!“”„«»‘’]+/;

/** The words of an HTML part, without markup. */
function words(html: string): string[] {
  const shown = html
    .slice(html.indexOf('<body'))
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<img[^>]*alt="([^"]*)"[^>]*>/g, ' $1 ')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&bull;', '')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return shown.split(SEPARATORS);
}

test.each(LANGUAGES)(
  'every shipped template in %s can be saved and rendered, and HTML and text say the same',
  (language) => {
    for (const kind of MESSAGE_KIND_NAMES) {
      const template = shippedTemplate(kind, language);
      expect(checkTemplate(kind, template), `${kind} ${language}`).toEqual([]);
      const values = sampleValues(kind, 'https://ferry.example');
      const options = { kind, template, values, language, timeZone: 'Europe/Berlin', look: LOOK, canReply: true };
      const { subject, html, text } = renderMessage(options);
      expect(`${subject}${html.slice(html.indexOf('<body'))}${text}`).not.toMatch(/\{\{|\}\}|undefined|NaN|\[object/);
      expect(html).toContain(`<html lang="${language}">`);
      const plain = new Set(text.split(SEPARATORS));
      for (const word of words(html).filter(Boolean)) expect(plain, `${kind} ${language}: ${word}`).toContain(word);
    }
  },
);

test('no two languages share a text', () => {
  for (const kind of MESSAGE_KIND_NAMES) {
    const texts = LANGUAGES.map((language) => shippedTemplate(kind, language).body);
    expect(new Set(texts).size, kind).toBe(LANGUAGES.length);
  }
});

test.each([
  ['a link in Markdown', '[Reset](http://evil.example)', '[Reset](http://evil.example)'],
  ['a tag', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['a variable', '{{secret}} {{link}}', '{{secret}} {{link}}'],
  ['emphasis', '**bold** _x_', '**bold** _x_'],
])('markup in a value stays text: %s', (_what, hostile, shown) => {
  const { html, text, subject } = render(body('{{project}} has **{{mailbox}}**.\n\n- {{cause}}'), {
    ...VALUES,
    mailbox: hostile,
    project: hostile,
    cause: hostile,
  });
  const inside = html.slice(html.indexOf('class="card"'));
  expect(inside).not.toMatch(/href="http:\/\/evil|<img src=x|<em>|<script/);
  expect(inside.match(/<strong>/g)).toHaveLength(1);
  expect(text).toContain(`${shown} has ${shown}.`);
  expect(subject).toBe(`About ${shown}`);
});

test('a line end in a value begins no header, and cannot turn the text around', () => {
  const { subject, text, html } = render(body('{{mailbox}}'), {
    ...VALUES,
    mailbox: 'kim\r\nBcc: all@evil.example\u202Etxt',
  });
  expect(subject).toBe('About kim Bcc: all@evil.example txt');
  expect(text).toMatch(/^kim\nBcc: all@evil\.exampletxt\n/);
  expect(html).toContain('kim<br>Bcc: all@evil.exampletxt');
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'not an address'])(
  'a link never leads to %s',
  (link) => {
    expect(() => render(body('[Open]({{link}})'), { ...VALUES, link })).toThrow('no value for {{link}}');
    expect(checkTemplate('failure', body(`[Open](${link.replaceAll(' ', '')})`))).not.toEqual([]);
  },
);

test('raw HTML and pictures in a template are shown as they are typed', () => {
  const { html, text } = render(
    body('Hi <b onclick=x>you</b>\n\n<script>alert(1)</script>\n\n![a picture](http://evil.example/p.png)'),
    VALUES,
  );
  expect(html.slice(html.indexOf('class="card"'))).not.toMatch(/<script|<b |<img/);
  expect(text).toContain('<script>alert(1)</script>');
  expect(text).toContain('a picture');
});

test.each([
  ['an unknown variable', 'Hello {{nmae}}', 'There is no variable {{nmae}}'],
  ['an unknown variable as an address', '[x]({{nmae}})', 'There is no variable {{nmae}}'],
  ['a name of the prototype', '{{constructor}}', 'There is no variable {{constructor}}'],
  ['half a variable', 'Hello {{mailbox', 'Two braces'],
  ['a text as an address', '[x]({{mailbox}})', 'is not an address'],
  ['a value as a host', '[x](https://{{mailbox}}/a)', 'Links must begin'],
  ['an address in an address', '[x](https://a.example/?u={{link}})', 'must be that variable'],
])('%s is an error on save', (_what, text, message) => {
  const errors = checkTemplate('failure', body(text));
  expect(errors.map((error) => error.message).join(' ')).toContain(message);
});

test('a template without its link, or with one in its subject, is refused', () => {
  expect(checkTemplate('reminder', { subject: 'Hello', body: 'Please.' })[0]?.message).toBe(
    'The message needs {{link}}.',
  );
  expect(checkTemplate('reminder', { subject: '{{link}}', body: '[x]({{link}})' })[0]?.message).toContain(
    'into the body',
  );
});

test('blanks in a variable are fine, and values are written as the language does', () => {
  const template = { subject: 'x', body: '[Open]( {{link}} ) {{ mailboxesTotal }} {{size}} {{startedAt}}' };
  const values = { ...sampleValues('statistics', 'https://ferry.example'), mailboxesTotal: 12_345 };
  const de = renderMessage({
    kind: 'statistics',
    template,
    values,
    language: 'de',
    timeZone: 'Europe/Berlin',
    look: LOOK,
    canReply: false,
  });
  expect(de.text).toContain('12.345');
  expect(de.text).toMatch(/7,8\sGB/);
  expect(de.text).toMatch(/Freitag, 5\. März 2027 um 18:00/);
  const en = renderMessage({
    kind: 'statistics',
    template,
    values,
    language: 'en',
    timeZone: 'America/New_York',
    look: LOOK,
    canReply: false,
  });
  expect(en.text).toContain('12,345');
  expect(en.text).toMatch(/Friday,? 5 March 2027 at 12:00/);
});

test('why a webhook is paused is said in the language of the message, and a sentence of earlier versions as it is', () => {
  const template = { subject: 'x', body: '{{reason}}' };
  const said = (language: Language, reason: string) => {
    const values = { ...sampleValues('webhook-paused', 'https://ferry.example'), reason };
    const options = { timeZone: 'UTC', look: LOOK, canReply: false };
    return renderMessage({ kind: 'webhook-paused', template, values, language, ...options }).text.split('\n')[0];
  };
  for (const reason of PAUSE_REASONS) expect(new Set(LANGUAGES.map((name) => said(name, reason))).size).toBe(6);
  expect(said('de', 'failing')).toBe('In den letzten fünf Tagen ist jeder Versuch fehlgeschlagen.');
  expect(said('de', 'toString')).toBe('toString');
  expect(said('fr', 'Someone paused it.')).toBe('Someone paused it.');
});

test('a large or nasty template is parsed in linear time', () => {
  for (const pump of ['[', '*', '**a ', '`', '<', '![', '{{', '> ', '- ', '](']) {
    const size = Math.floor(20_000 / pump.length);
    const began = performance.now();
    checkTemplate('failure', body(pump.repeat(size)));
    expect(performance.now() - began, pump).toBeLessThan(4_000);
  }
});
