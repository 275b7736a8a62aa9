import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askEarly, takeEarly } from '../../app/lib/early-answers.ts';
import { contact } from '../../app/lib/session-end.ts';

const asked: string[] = [];
let answer: () => Promise<Response>;

beforeEach(() => {
  asked.length = 0;
  answer = async () => Response.json(asked.length);
  vi.stubGlobal('fetch', (input: string) => {
    asked.push(input);
    return answer();
  });
});

afterEach(() => {
  void takeEarly('/api/anything', { method: 'POST' });
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const read = async (path: string): Promise<unknown> => (await contact(path)).json();

it('an answer that was asked for early is that of the first who reads it, and of no other', async () => {
  askEarly(['/api/me']);
  expect([await read('/api/me'), asked]).toEqual([1, ['/api/me']]);
  expect([await read('/api/me'), asked]).toEqual([2, ['/api/me', '/api/me']]);
});

it('it is as old as an answer may be, and no older', async () => {
  vi.useFakeTimers();
  askEarly(['/api/me', '/api/projects']);
  await vi.advanceTimersByTimeAsync(4_900);
  expect(await read('/api/me')).toBe(1);
  await vi.advanceTimersByTimeAsync(200);
  expect([await read('/api/projects'), asked.length]).toEqual([3, 3]);
});

it('what changes something makes it old', async () => {
  askEarly(['/api/me']);
  await contact('/api/auth/sign-in/email', { method: 'POST' });
  expect([await read('/api/me'), asked]).toEqual([3, ['/api/me', '/api/auth/sign-in/email', '/api/me']]);
});

it('one that failed before someone read it is asked for again; who waits for it gets the fault', async () => {
  const { promise, reject } = Promise.withResolvers<Response>();
  answer = () => promise;
  askEarly(['/api/me', '/api/projects']);
  const waiting = expect(contact('/api/me')).rejects.toThrow('offline');
  await Promise.resolve();
  reject(new TypeError('offline'));
  await waiting;
  answer = async () => Response.json('here');
  expect(await read('/api/projects')).toBe('here');
});
