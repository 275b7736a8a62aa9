import { expect, test } from 'vitest';
import { explainFault, explainItemError } from '../../worker/features/reports/explain-fault.ts';

const said = (code: string, message = '') => explainFault({ kind: 'unknown', code, message });

test.each([
  'maximum-errors-reached',
  'many-deletions',
  'source-looks-empty',
  'destination-looks-empty',
  'no-credentials',
  'path-not-available',
  'never-arrived',
  'rejected-in-front',
  'newer-ledger',
])('what Mailferry itself pauses for is explained by its own code: %s', (code) => {
  const { title, cause, remedy } = said(code);
  expect(title).not.toBe(said('of-no-known-kind').title);
  expect([cause.length > 20, remedy.length > 20]).toEqual([true, true]);
});

test('too many errors: how many, and what to do about it', () => {
  const message = 'More than 25 items could not be copied.';
  expect(said('maximum-errors-reached', message)).toMatchObject({
    title: 'Error limit reached',
    cause: expect.stringMatching(/^The mailbox has more failed items.* so the pass stopped\. More than 25 items/),
    remedy: expect.stringMatching(/errors.*raise "Error limit".*options.*full pass.*Retry errors/),
  });
});

test('a server’s own words are quoted as such, Mailferry’s are not', () => {
  const message = 'The mailbox database is temporarily unavailable.';
  const { cause } = explainFault({ kind: 'transient', code: 'ErrorMailboxStoreUnavailable', message, side: 'source' });
  expect(cause).toContain(`It said: ${message}`);
  expect(explainFault({ kind: 'credentials', code: 'http-401', message: 'Refused.' }).cause).not.toContain('It said');
  expect(explainItemError({ kind: 'corrupt', code: 'ErrorItemCorrupt', message }).cause).not.toContain(message);
});

test('the source is not blamed for what the destination refuses', () => {
  for (const code of ['ErrorItemCorrupt', 'ErrorContentConversionFailed', 'ErrorInvalidPropertySet', 'soap-Client']) {
    const atDestination = explainItemError({ kind: 'corrupt', code, message: '', side: 'destination' });
    expect(atDestination.cause).toContain('The destination does not accept');
    expect(explainItemError({ kind: 'corrupt', code, message: '', side: 'source' }).cause).not.toContain('destination');
  }
});
