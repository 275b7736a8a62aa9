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
    title: 'Maximum errors reached',
    cause: expect.stringMatching(/^The mailbox has more failed items.* did not go on\. More than 25 items/),
    remedy: expect.stringMatching(/errors.*raise "Errors in a mailbox".*options.*full pass.*Retry errors/),
  });
});

test("a server's words are told as its own, Mailferry's are not", () => {
  const message = 'The mailbox database is temporarily unavailable.';
  const { cause } = explainFault({ kind: 'transient', code: 'ErrorMailboxStoreUnavailable', message, side: 'source' });
  expect(cause).toContain(`It said: ${message}`);
  expect(explainFault({ kind: 'credentials', code: 'http-401', message: 'Refused.' }).cause).not.toContain('It said');
  expect(explainItemError({ kind: 'corrupt', code: 'ErrorItemCorrupt', message }).cause).not.toContain(message);
});

test('what the destination says of what was written is not laid to the source', () => {
  for (const code of ['ErrorItemCorrupt', 'ErrorContentConversionFailed', 'ErrorInvalidPropertySet', 'soap-Client']) {
    const atDestination = explainItemError({ kind: 'corrupt', code, message: '', side: 'destination' });
    expect(atDestination.cause).toContain('The destination does not take');
    expect(explainItemError({ kind: 'corrupt', code, message: '', side: 'source' }).cause).not.toContain('destination');
  }
});
