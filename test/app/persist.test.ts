import { QueryClient } from '@tanstack/solid-query';
import { describe, expect, it } from 'vitest';
import { listOf } from '../../app/features/mailboxes/mailbox-list.ts';
import { restoreState, textOfState } from '../../app/lib/persist.ts';
import { keys } from '../../app/lib/query-keys.ts';
import { mailbox } from './fixtures.ts';

function clientWith(entries: (readonly [key: readonly string[], data: unknown])[]): QueryClient {
  const client = new QueryClient();
  for (const [key, data] of entries) client.setQueryData(key, data);
  return client;
}

describe('the last state', () => {
  it('comes back as it was, lists of mailboxes too', () => {
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

  it('leaves out what may carry subjects of mail, and keys', () => {
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

  it('keeps the rest where one project is too large to keep', () => {
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
