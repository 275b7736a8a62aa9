import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import { LANGUAGE_NAMES } from '../../../worker/lib/mail/languages.ts';
import type { Mailbox } from '../../api.ts';
import { button } from '../../ui/button.ts';

const ContactDialog = lazy(async () => ({ default: (await import('./contact-dialog.tsx')).ContactDialog }));

/** Where a request goes, if it is not the address of the mailbox. */
export function Contact(props: { mailbox: Mailbox }): JSX.Element {
  const [isOpening, setOpening] = createSignal(false);
  return (
    <section class="stack snug" aria-label="Contact">
      <div class="row spread">
        <h3>Contact</h3>
        <button type="button" class={button()} onClick={() => setOpening(true)}>
          Change contact
        </button>
      </div>
      <p class="muted">
        {props.mailbox.contactName ? `${props.mailbox.contactName}, ` : ''}
        {props.mailbox.contactEmail ?? `${props.mailbox.sourceEmail} (the mailbox itself)`}
        {props.mailbox.contactLanguage ? `, ${LANGUAGE_NAMES[props.mailbox.contactLanguage]}` : ''}
      </p>
      <Show when={isOpening()}>
        <Suspense>
          <ContactDialog mailbox={props.mailbox} onClose={() => setOpening(false)} />
        </Suspense>
      </Show>
    </section>
  );
}
