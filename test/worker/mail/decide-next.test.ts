import { expect, test } from 'vitest';
import { decideNext, decidePause } from '../../../worker/features/messages/decide-next.ts';
import { smtpOutcome } from '../../../worker/runtime/delivery/drivers/smtp-outcome.ts';

const MINUTE = 60_000;
const fresh = { attempts: 1, unclearEnds: 0, queuedAt: 0 };
const next = (fault: Parameters<typeof smtpOutcome>[0], attempt = fresh, now = 0) =>
  decideNext(attempt, smtpOutcome(fault), now, 0);

test.each([
  ['greylisting', { message: 'm', command: 'RCPT TO', responseCode: 451, response: '451 4.7.1 Later' }, 'queued'],
  [
    'an unknown recipient',
    { message: 'm', command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 No user' },
    'bounced',
  ],
  ['a refused content', { message: 'm', command: 'DATA', responseCode: 554, response: '554 5.7.1 Spam' }, 'failed'],
  [
    'a busy server after the data',
    { message: 'm', command: 'DATA', responseCode: 452, response: '452 Full' },
    'queued',
  ],
  ['a refused sign-in', { message: 'm', code: 'EAUTH', responseCode: 535, response: '535 5.7.8 Bad' }, 'queued'],
  [
    'a server without TLS',
    { message: 'm', code: 'ETLS', command: 'STARTTLS', responseCode: 502, response: '502 no' },
    'queued',
  ],
  ['no connection', { message: 'connect failed', code: 'ESOCKET', command: 'CONN' }, 'queued'],
  ['a closing server', { message: 'm', command: 'RCPT TO', responseCode: 421, response: '421 Bye' }, 'queued'],
])('%s', (_what, fault, state) => {
  const decided = next(fault);
  expect(decided.state).toBe(state);
  expect(decided.lastResponse).toContain('response' in fault ? fault.response : fault.message);
  if (state === 'queued') expect(decided.dueAt).toBe(MINUTE);
});

test('a refused sign-in is a fault of the settings, an unknown recipient is not, and relaying neither', () => {
  const by = (fault: Parameters<typeof smtpOutcome>[0]) => {
    const outcome = smtpOutcome(fault);
    return outcome.end === 'refused' && outcome.by;
  };
  expect(by({ message: 'm', code: 'EAUTH', responseCode: 535 })).toBe('settings');
  expect(by({ message: 'm', code: 'EAUTH', responseCode: 454 })).toBe('server');
  expect(by({ message: 'm', command: 'RCPT TO', responseCode: 550 })).toBe('recipient');
  expect(by({ message: 'm', command: 'RCPT TO', responseCode: 554, response: '554 5.7.1 Relay access denied' })).toBe(
    'settings',
  );
  expect(by({ message: 'm', command: 'MAIL FROM', responseCode: 530 })).toBe('settings');
  expect(by({ message: 'm', command: 'MAIL FROM', responseCode: 553 })).toBe('settings');
});

test('waits grow, and end after two days in “failed” with the reason', () => {
  const fault = { message: 'm', command: 'RCPT TO', responseCode: 451, response: '451 Later' };
  const waits = [1, 2, 3, 4, 5, 6, 7, 20].map((attempts) => next(fault, { ...fresh, attempts }).dueAt / MINUTE);
  expect(waits).toEqual([1, 5, 15, 30, 60, 120, 240, 240]);
  const ended = next(fault, { ...fresh, attempts: 20 }, 48 * 60 * MINUTE);
  expect(ended).toMatchObject({ state: 'failed', lastResponse: expect.stringContaining('451 Later') as string });
});

test('an unclear end is repeated twice, later each time than a clear one, and then ends without a blind loop', () => {
  const outcome = { end: 'unclear', response: 'The server closed the connection' } as const;
  expect(decideNext(fresh, outcome, 0, 0)).toMatchObject({ state: 'queued', dueAt: 10 * MINUTE, unclearEnds: 1 });
  expect(decideNext({ ...fresh, unclearEnds: 2 }, outcome, 0, 0)).toMatchObject({
    state: 'failed',
    lastResponse: expect.stringContaining('It may have been delivered') as string,
  });
});

test('faults of the server pause everything ever longer, at most an hour', () => {
  expect([1, 2, 3, 9, 100].map((faults) => decidePause(faults, 0) / MINUTE)).toEqual([1, 2, 4, 60, 60]);
});
