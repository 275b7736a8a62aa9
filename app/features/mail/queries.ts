import type { Accessor } from 'solid-js';
import type { MessageState } from '../../../worker/lib/mail/message-states.ts';
import { api, read, readSome } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

const PAGE = 50;

export function createMailSettingsQuery() {
  return createQuery(() => ({
    queryKey: keys.mailSettings,
    queryFn: () => read(api['mail-settings'].$get()),
  }));
}

export function createDomainQuery() {
  return createQuery(() => ({
    queryKey: keys.mailDomain,
    queryFn: () => read(api['mail-settings'].domain.$get()),
  }));
}

/** The first pages of the messages, newest first; of one state, or of all. */
export function createMessagesQuery(state: Accessor<MessageState | undefined>, pages: Accessor<number>) {
  return createQuery(() => ({
    queryKey: [...keys.messages, state() ?? 'all', pages()],
    queryFn: () => {
      const only = state();
      const filter = only === undefined ? {} : { state: only };
      return readSome((query) => api.messages.$get({ query: { ...query, ...filter } }), PAGE, pages() * PAGE);
    },
    placeholderData: (known) => known,
    // They are sent while the page is open.
    refetchInterval: 5_000,
  }));
}
