import type { Accessor } from 'solid-js';
import type { NoticeLogState } from '../../../worker/lib/notice-facts.ts';
import type { Notice, NoticeRequest } from '../../api.ts';
import { api, read, readSome } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const PAGE = 50;
const SOON_MS = 5_000;
const LATER_MS = 20_000;

const isMoving = ({ state }: Pick<Notice, 'state'>): boolean => state === 'sending';

/** The first pages of the notices of a project, latest first. */
export function createNoticesQuery(projectId: Accessor<string>, pages: Accessor<number>) {
  return createQuery(() => ({
    queryKey: [...keys.notices(projectId()), pages()],
    queryFn: () =>
      readSome(
        (query) => api.projects[':id'].notices.$get({ param: { id: projectId() }, query }),
        PAGE,
        pages() * PAGE,
      ),
    placeholderData: (known) => known,
    refetchInterval: (query) => (query.state.data?.items.some(isMoving) ? SOON_MS : LATER_MS),
  }));
}

export function createNoticeQuery(id: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.notice(id()),
    queryFn: () => read(api.notices[':id'].$get({ param: { id: id() } })),
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? SOON_MS : LATER_MS),
  }));
}

/** The first pages of the log of a notice. */
export function createLogQuery(
  notice: Accessor<Notice>,
  state: Accessor<NoticeLogState | undefined>,
  pages: Accessor<number>,
) {
  return createQuery(() => ({
    queryKey: [...keys.notice(notice().id), 'log', state() ?? 'all', pages()],
    queryFn: () =>
      readSome(
        (query) =>
          api.notices[':id'].recipients.$get({
            param: { id: notice().id },
            query: { ...query, ...(state() && { state: state() }) },
          }),
        PAGE,
        pages() * PAGE,
      ),
    placeholderData: (known) => known,
    refetchInterval: isMoving(notice()) ? SOON_MS : LATER_MS,
  }));
}

/** What a notice would say to one user, and how many get it. The former preview stays while the next is made. */
export function createPreviewQuery(
  projectId: Accessor<string>,
  request: Accessor<(NoticeRequest & { mailboxId?: string }) | undefined>,
) {
  return createQuery(() => ({
    queryKey: [...keys.notices(projectId()), 'preview', request()],
    queryFn: () =>
      read(api.projects[':id'].notices.preview.$post({ param: { id: projectId() }, json: request() as NoticeRequest })),
    placeholderData: (known) => known,
    enabled: request() !== undefined,
    gcTime: 0,
  }));
}
