import { expect, test } from 'vitest';
import { renderMessage } from '../../../worker/features/templates/render/render-message.ts';
import { shippedTemplate } from '../../../worker/features/templates/texts/shipped.ts';
import { writeScript } from '../../../worker/features/scripts/write-script.ts';
import { LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import { inputOf } from '../scripts/script-world.ts';

const { text: script, fileName } = writeScript('full-access', inputOf());

function render(language: (typeof LANGUAGES)[number], note: string) {
  return renderMessage({
    kind: 'provider-script',
    template: shippedTemplate('provider-script', language),
    values: { sender: 'Ada', customer: 'Fjord', fileName, note, script },
    language,
    timeZone: 'UTC',
    look: { company: 'Harbour', accent: '#0b6e6e' },
    canReply: true,
  });
}

test.each(LANGUAGES)('in %s the text has the script line by line, with its blanks', (language) => {
  const { text, html, subject } = render(language, '');
  expect(text).toContain(script.replaceAll('\r\n', '\n').trimEnd());
  expect(subject).toContain('Fjord');
  const [, code = ''] = /<pre[^>]*>([^]*?)<\/pre>/.exec(html) ?? [];
  const plain = code
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  expect(plain).toBe(script.replaceAll('\r\n', '\n'));
});

test('a note stands above it, and leaves no gap where there is none', () => {
  expect(render('en', 'Before Friday, <b>please</b>.').html).toContain('Before Friday, &lt;b&gt;please&lt;/b&gt;.');
  expect(render('en', '').text).not.toContain('\n\n\n\n');
  expect(render('en', '').html).not.toMatch(/<p[^>]*><\/p>/);
});
