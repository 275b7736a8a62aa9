import type { Accessor } from 'solid-js';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import type { MessageKind } from '../../../worker/lib/mail/message-kinds.ts';
import { api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';

export type Which = { kind: MessageKind; language: Language };

export function createTemplatesQuery() {
  return createQuery(() => ({ queryKey: keys.templates, queryFn: () => read(api.templates.$get()) }));
}

export function createTemplateQuery(which: Accessor<Which>) {
  return createQuery(() => ({
    queryKey: keys.template(which().kind, which().language),
    queryFn: () => read(api.templates[':kind'][':language'].$get({ param: which() })),
  }));
}

/** How a text looks that is not saved. The former preview stays while the next is made. */
export function createPreviewQuery(which: Accessor<Which>, text: Accessor<{ subject: string; body: string }>) {
  return createQuery(() => ({
    queryKey: [...keys.template(which().kind, which().language), 'preview', text()],
    queryFn: () => read(api.templates[':kind'][':language'].preview.$post({ param: which(), json: text() })),
    placeholderData: (known) => known,
    enabled: text().subject.trim() !== '' && text().body !== '',
    gcTime: 0,
  }));
}

export function createLookQuery() {
  return createQuery(() => ({ queryKey: keys.look, queryFn: () => read(api.look.$get()) }));
}
