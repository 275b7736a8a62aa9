import type { Accessor } from 'solid-js';
import type { FolderError, ItemError } from '../../api.ts';
import { api, read, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { isOpen } from '../credential-requests/request-kinds.ts';
import type { MailboxList } from './mailbox-list.ts';
import { listOf } from './mailbox-list.ts';

const PAGE = 1_000;

/** All mailboxes of a project, page after page; ten thousand are ten requests. */
const mailboxesQuery = (id: string) => ({
  queryKey: keys.mailboxes(id),
  queryFn: async () =>
    listOf(await readAll((query) => api.projects[':id'].mailboxes.$get({ param: { id }, query }), PAGE)),
});

/** What users do with their links does not come over the socket. A long list is read less often. */
const USERS_EVERY_MS = 15_000;
const USERS_OF_MANY_EVERY_MS = 60_000;

function isUserAsked(list: MailboxList): boolean {
  for (const { credentialRequest } of list.values()) if (isOpen(credentialRequest)) return true;
  return false;
}

export function createMailboxesQuery(projectId: Accessor<string>) {
  return createQuery(() => ({
    ...mailboxesQuery(projectId()),
    refetchInterval: ({ state: { data } }) => {
      if (!data || !isUserAsked(data)) return false;
      return data.size > PAGE ? USERS_OF_MANY_EVERY_MS : USERS_EVERY_MS;
    },
  }));
}

export function createStatisticsQuery(mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.statistics(mailboxId()),
    queryFn: () => read(api.mailboxes[':id'].statistics.$get({ param: { id: mailboxId() } })),
  }));
}

/** As many errors as one looks through on a screen; a file has them all. */
const MOST_ERRORS = 3_000;

/** The latest errors of a mailbox. */
export function createErrorsQuery(mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.errors(mailboxId()),
    queryFn: () => readAllErrors(mailboxId(), MOST_ERRORS),
  }));
}

/** Every error of a mailbox, or the latest of them. */
export function readAllErrors(mailboxId: string, most?: number): Promise<ItemError[]> {
  return readAll((query) => api.mailboxes[':id'].errors.$get({ param: { id: mailboxId }, query }), PAGE, most);
}

/** Folders of a mailbox that were set aside. */
export function createFolderErrorsQuery(mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.folderErrors(mailboxId()),
    queryFn: () => readAllFolderErrors(mailboxId()),
  }));
}

export function readAllFolderErrors(mailboxId: string): Promise<FolderError[]> {
  return readAll((query) => api.mailboxes[':id']['folder-errors'].$get({ param: { id: mailboxId }, query }), PAGE);
}

export function createOmissionsQuery(mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.omissions(mailboxId()),
    queryFn: () =>
      readAll((query) => api.mailboxes[':id'].losses.$get({ param: { id: mailboxId() }, query }), PAGE, MOST_ERRORS),
  }));
}
