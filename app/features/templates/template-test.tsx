import type { Accessor, JSX } from 'solid-js';
import { api, read } from '../../api.ts';
import { TestForm } from '../mail/test-form.tsx';
import type { Which } from './queries.ts';

/** The text as it is typed, in a real mailbox. */
export function TemplateTest(props: {
  which: Accessor<Which>;
  text: Accessor<{ subject: string; body: string }>;
}): JSX.Element {
  const send = (to: string) =>
    read(
      api.templates[':kind'][':language'].test.$post({ param: props.which(), json: { to, template: props.text() } }),
    );
  return <TestForm send={send} />;
}
