import { createQuery } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { listOf } from './mailbox-list.ts';

const PAGE = '1000';

/** All mailboxes of a project, page after page; ten thousand are ten requests. */
export function createMailboxesQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.mailboxes(projectId()),
    queryFn: async () => {
      const all: Mailbox[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: PAGE, ...(cursor && { cursor }) };
        const page = await read(api.projects[':id'].mailboxes.$get({ param: { id: projectId() }, query }));
        all.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return listOf(all);
    },
  }));
}

export function createStatisticsQuery(mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.statistics(mailboxId()),
    queryFn: () => read(api.mailboxes[':id'].statistics.$get({ param: { id: mailboxId() } })),
  }));
}

export function createErrorsQuery(mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.errors(mailboxId()),
    queryFn: () => read(api.mailboxes[':id'].errors.$get({ param: { id: mailboxId() }, query: { limit: '200' } })),
  }));
}
