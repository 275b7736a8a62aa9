import { QueryClient } from '@tanstack/solid-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listOf } from '../../app/features/mailboxes/mailbox-list.ts';
import { forgetState, persistQueries, restoreState, textOfState } from '../../app/lib/persist.ts';
import { keys } from '../../app/lib/query-keys.ts';
import { mailbox } from './fixtures.ts';

function clientWith(entries: (readonly [key: readonly string[], data: unknown])[]): QueryClient {
  const client = new QueryClient();
  for (const [key, data] of entries) client.setQueryData(key, data);
  return client;
}

describe('the last state', () => {
  it('restores what was stored, including lists of mailboxes', () => {
    const list = listOf([mailbox('a'), mailbox('b', {}, { status: 'Completed', state: 'done' })]);
    const text = textOfState(
      clientWith([
        [keys.projects, [{ id: 'prj_1' }]],
        [keys.mailboxes('prj_1'), list],
      ]),
    );
    const next = new QueryClient();
    restoreState(next, text!);
    expect(next.getQueryData(keys.projects)).toEqual([{ id: 'prj_1' }]);
    expect(next.getQueryData(keys.mailboxes('prj_1'))).toEqual(list);
  });

  it('leaves out what may contain subjects of mail, and API keys', () => {
    const text = textOfState(
      clientWith([
        [keys.errors('mbx_1'), { items: [{ subject: 'Confidential' }] }],
        [keys.apiKeys, [{ name: 'Monitoring' }]],
        [keys.endpoints, []],
      ]),
    );
    expect(text).not.toMatch(/Confidential|Monitoring/);
    expect(text).toContain('endpoints');
  });

  it('keeps the rest if one project is too large to store', () => {
    const many = listOf(Array.from({ length: 10_000 }, (_, index) => mailbox(`m${index}`)));
    const text = textOfState(
      clientWith([
        [keys.projects, [{ id: 'prj_1' }]],
        [keys.mailboxes('prj_1'), many],
      ]),
    );
    expect(text).toContain('prj_1');
    expect(text).not.toContain('m9999');
  });
});

describe('the last state in storage', () => {
  const SAVED_AFTER_MS = 3_000;
  const ada = { agent: { id: 'agt_ada' }, workgroup: { id: 'wgr_1' } };
  const kept = () => JSON.stringify(localStorage);
  const project = [keys.projects, [{ id: 'prj_secret' }]] as const;

  afterEach(() => {
    forgetState(new QueryClient());
    vi.useRealTimers();
    localStorage.clear();
  });

  function followed(client: QueryClient): ReturnType<typeof vi.fn> {
    const leave = vi.fn();
    persistQueries(client, leave);
    return leave;
  }

  it('is stored for the signed-in agent, and restored for them', () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    followed(client);
    client.setQueryData(keys.me, ada);
    client.setQueryData(...project);
    vi.advanceTimersByTime(SAVED_AFTER_MS);
    expect(kept()).toContain('prj_secret');
    const next = new QueryClient();
    followed(next);
    expect(next.getQueryData(keys.projects)).toEqual(project[1]);
    forgetState(next);
  });

  it('is not written before sign-in is confirmed, nor after the session ends', () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    followed(client);
    client.setQueryData(...project);
    vi.advanceTimersByTime(SAVED_AFTER_MS);
    expect(kept()).not.toContain('prj_secret');
    client.setQueryData(keys.me, ada);
    client.setQueryData(...project);
    // The end comes while the state is about to be written; an answer comes later.
    forgetState(client);
    client.setQueryData(...project);
    vi.advanceTimersByTime(SAVED_AFTER_MS);
    expect(kept()).not.toContain('prj_secret');
  });

  it.each([
    ['another agent', { ...ada, agent: { id: 'agt_eve' } }],
    ['another workgroup', { ...ada, workgroup: { id: 'wgr_2' } }],
  ])('is deleted as soon as %s is signed in', (_who, other) => {
    vi.useFakeTimers();
    const client = new QueryClient();
    followed(client);
    client.setQueryData(keys.me, ada);
    client.setQueryData(...project);
    vi.advanceTimersByTime(SAVED_AFTER_MS);
    const next = new QueryClient();
    const leave = followed(next);
    next.setQueryData(keys.me, other);
    expect(leave).toHaveBeenCalledOnce();
    expect(next.getQueryData(keys.projects)).toBeUndefined();
    expect(kept()).not.toContain('prj_secret');
  });

  it.each(['mailferry.last-state.3', 'mailferry.last-state.4', 'mailferry.last-state.5'])(
    'of an older version is deleted: %s',
    (key) => {
      localStorage.setItem(key, 'addresses');
      followed(new QueryClient());
      expect(kept()).not.toContain('addresses');
    },
  );
});
