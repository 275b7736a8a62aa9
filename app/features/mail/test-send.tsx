import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { TestForm } from './test-form.tsx';

/** One message by the saved settings. */
export function TestSend(): JSX.Element {
  const client = useQueryClient();
  const send = async (to: string) => {
    const answer = await read(api['mail-settings'].test.$post({ json: { to } }));
    // What the server said is part of the settings, and the message is on the list.
    void client.invalidateQueries({ queryKey: keys.mailSettings });
    void client.invalidateQueries({ queryKey: keys.messages });
    return answer;
  };
  return (
    <TestForm about="Sends one message by the saved settings and shows what the mail server answers." send={send} />
  );
}
