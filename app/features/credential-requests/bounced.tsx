import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { Notice } from '../../ui/parts.tsx';

/** A message did not arrive: what the mail server said, and what helps. */
export function Bounced(props: { messageId: string | null; to: string }): JSX.Element {
  const message = createQuery(() => ({
    queryKey: keys.message(props.messageId ?? ''),
    queryFn: () => read(api.messages[':id'].$get({ param: { id: props.messageId ?? '' } })),
    enabled: props.messageId !== null,
  }));
  return (
    <Notice tone="bad">
      <strong>The message to {props.to} did not arrive</strong>
      <Show when={message.data?.lastResponse}>{(text) => <span>{text()}</span>}</Show>
      <span class="muted">Enter another address under Contact and send it again, or give the user a link.</span>
    </Notice>
  );
}
