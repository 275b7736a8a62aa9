import { expect, test } from 'vitest';
import type { LineFailure } from '../../../worker/lib/tls-facts.ts';
import { CERTIFICATE_REASONS, HANDSHAKE_FAILURES } from '../../../worker/lib/tls-facts.ts';
import { LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import { BY_CODE, BY_KIND, explainFault } from '../../../worker/features/reports/explain-fault.ts';
import { DUTCH } from '../../../worker/features/templates/texts/failures/nl.ts';
import { ENGLISH } from '../../../worker/features/templates/texts/failures/english.ts';
import { FRENCH } from '../../../worker/features/templates/texts/failures/fr.ts';
import { GERMAN } from '../../../worker/features/templates/texts/failures/de.ts';
import { ITALIAN } from '../../../worker/features/templates/texts/failures/it.ts';
import { SPANISH } from '../../../worker/features/templates/texts/failures/es.ts';
import { translateFailure } from '../../../worker/features/templates/texts/failures/translate-failure.ts';

/** What is said of items alone: no mailbox fails of it. */
const OF_ITEMS = new Set(
  `listed-but-unreadable field-not-given not-creatable changed-on-both-sides path-not-available never-arrived
  ErrorVirusDetected ErrorItemCorrupt ErrorContentConversionFailed in-doubt not-processed too-large vanished corrupt refused
  stale`.split(/\s+/),
);

const LINES = [
  ...CERTIFICATE_REASONS.map((reason) => ({ code: 'certificate-untrusted', reason })),
  ...HANDSHAKE_FAILURES.map((how) => ({ code: 'tls-unsupported', how })),
  { code: 'tls-unsupported', how: 'version', offers: 'SSL 3' },
  { code: 'tls-unsupported', how: 'cipher', offers: 'TLS 1.0, 3DES' },
  { code: 'certificate-changed' },
  { code: 'proxy-refused' },
].map((failure) => ({ message: '', ...failure }) as LineFailure);

/** Everything that a failed mailbox may show. */
function failures(): { cause: string; remedy: string }[] {
  const fault = { message: '', side: 'source', operation: 'GetFolder' } as const;
  return [
    ...[...Object.entries(BY_CODE), ...Object.entries(BY_KIND)].flatMap(([id, text]) =>
      OF_ITEMS.has(id) ? [] : [text],
    ),
    ...LINES.map((line) => explainFault({ ...fault, kind: 'tls', code: line.code, line })),
  ];
}

test.each(LANGUAGES.filter((language) => language !== 'en'))(
  'all that a failed mailbox shows is said in %s, whole, and nothing stays English',
  (language) => {
    const english = Object.values(ENGLISH);
    for (const { cause, remedy } of failures())
      for (const text of [cause, remedy]) {
        const translated = translateFailure(text, language);
        expect(
          english.some((sentence) => translated.includes(sentence)),
          translated,
        ).toBe(false);
        // A sentence that is not known would stand at the end as it is.
        expect(translated, text).not.toContain(text.split('. ').at(-1));
      }
  },
);

test('each sentence is used, and English stays as it is', () => {
  const all = failures().flatMap(({ cause, remedy }) => [cause, remedy]);
  for (const text of all) expect(translateFailure(text, 'en')).toBe(text);
  const unused = Object.entries(ENGLISH).filter(([, sentence]) => all.every((text) => !text.includes(sentence)));
  expect(unused.map(([name]) => name)).toEqual(['itSaid']);
});

test('what a server said stays in its own words, and so does what is not known', () => {
  const fault = { kind: 'access', code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials.' } as const;
  const { cause } = explainFault({ ...fault, side: 'source', operation: 'GetFolder' });
  expect(translateFailure(cause, 'de')).toBe(
    'Die Anmeldung gelingt, aber das Konto darf dieses Postfach nicht öffnen. Seine Meldung: Access is denied. Check credentials.',
  );
  expect(translateFailure('Something else.', 'fr')).toBe('Something else.');
});

test.each([
  ['de', GERMAN],
  ['fr', FRENCH],
  ['es', SPANISH],
  ['it', ITALIAN],
  ['nl', DUTCH],
] as const)('the sentences in %s end as the English ones, keep its names, and have no straight quotes', (_, texts) => {
  for (const [name, sentence] of Object.entries(ENGLISH)) {
    const text = texts[name as keyof typeof ENGLISH];
    expect(text, name).toMatch(/[.:]$/);
    expect(text, name).not.toMatch(/["']/);
    const names =
      /VAULT_OLD_KEYS|HTTPS_PROXY|NO_PROXY|FullAccess|ApplicationImpersonation|Deletion limit|Error limit|--ca FILE|\/EWS\/\S*asmx/g;
    for (const [word] of sentence.matchAll(names)) expect(text, name).toContain(word);
  }
});
