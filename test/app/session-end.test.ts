import { QueryClient } from '@tanstack/solid-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keys } from '../../app/lib/query-keys.ts';
import { followTabs } from '../../app/lib/other-tabs.ts';
import { closeLeftOpen, contact, isLeftOpen, signOutHere } from '../../app/lib/session-end.ts';

const asked: string[] = [];
let answer: () => Response;

beforeEach(() => {
  asked.length = 0;
  answer = () => Response.json({});
  vi.stubGlobal('fetch', async (input: string) => {
    asked.push(input);
    return answer();
  });
});

afterEach(async () => {
  answer = () => Response.json({});
  await closeLeftOpen();
  vi.unstubAllGlobals();
  localStorage.clear();
});

function clientWithState(): QueryClient {
  const client = new QueryClient();
  client.setQueryData(keys.projects, [{ id: 'prj_1' }]);
  localStorage.setItem('mailferry.last-state.6', 'addresses');
  return client;
}

const unreachable = (): Response => {
  throw new TypeError('offline');
};

it.each([
  ['the server is out of reach', unreachable],
  ['the server answers that it failed', () => new Response('', { status: 500 })],
])(
  'signing out clears this device first, even if %s, and reports that the session is still open',
  async (_why, fails) => {
    const client = clientWithState();
    const left: unknown[] = [];
    answer = () => {
      left.push(localStorage.getItem('mailferry.last-state.6'), client.getQueryData(keys.projects));
      return fails();
    };
    expect(await signOutHere(client)).toBe(false);
    // By the time the request went out, nothing was left here.
    expect(left).toEqual([null, undefined]);
    expect(isLeftOpen()).toBe(true);
    expect(asked).toEqual(['/api/auth/sign-out']);
  },
);

it('a session that was left open is ended on the next contact, before any other request', async () => {
  answer = unreachable;
  await signOutHere(clientWithState());
  await expect(contact('/api/me')).rejects.toThrow('has not ended the session');
  expect(asked).not.toContain('/api/me');
  answer = () => Response.json({});
  asked.length = 0;
  await contact('/api/me');
  expect(asked).toEqual(['/api/auth/sign-out', '/api/me']);
  expect(isLeftOpen()).toBe(false);
  await contact('/api/me');
  expect(asked).toEqual(['/api/auth/sign-out', '/api/me', '/api/me']);
});

it('signing out in one tab signals the others', async () => {
  const other = new BroadcastChannel('mailferry');
  const signal = new Promise((resolve) => other.addEventListener('message', ({ data }) => resolve(data)));
  await signOutHere(clientWithState());
  expect(await signal).toBe('session-ended');
  other.close();
});

it('a tab follows the signals of others, and nothing else that they say', async () => {
  const ends = vi.fn();
  const switched = vi.fn();
  followTabs({ 'session-ended': ends, 'workgroup-switched': switched });
  const other = new BroadcastChannel('mailferry');
  for (const said of ['toString', { key: 'session-ended' }, 'session-ended', 'workgroup-switched'])
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of this origin alone
    other.postMessage(said);
  await vi.waitFor(() => expect(switched).toHaveBeenCalledOnce());
  expect(ends).toHaveBeenCalledOnce();
  other.close();
});
