import { formatMoment } from '../../lib/dates.ts';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { CredentialRequest, Mailbox } from '../../api.ts';
import { isLoopbackHost } from '../../../worker/lib/address.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice } from '../../ui/parts.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { inGroups, isCapital, isDigit } from './in-groups.ts';
import styles from './link-dialog.module.css';

/**
 * Makes a link for whoever is on the phone or has no working mail: to copy, as a QR code, or to read aloud. It is kept
 * nowhere but here.
 */
export function LinkDialog(props: { mailbox: Mailbox; request: CredentialRequest; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const [made, setMade] = createSignal<{ url: string; expiresAt: string }>();
  const form = createApiForm({
    values: {},
    submit: async () => {
      setMade(await read(api['credential-requests'][':id'].link.$post({ param: { id: props.request.id } })));
      void client.invalidateQueries({ queryKey: keys.mailboxes(props.mailbox.projectId) });
    },
  });
  return (
    <Dialog title={`Link for ${props.mailbox.sourceEmail}`} onClose={props.onClose}>
      <Show
        when={made()}
        fallback={
          <Form form={form} submitLabel="Create link" busyLabel="Creating …">
            <p>Creates a link that you can copy, show as a QR code or read aloud.</p>
            <p class="muted">
              Links that were sent before stop working. The log notes who created this one. Give it only to the owner of
              the mailbox.
            </p>
          </Form>
        }
      >
        {(link) => <MadeLink url={link().url} expiresAt={link().expiresAt} email={props.mailbox.sourceEmail} />}
      </Show>
    </Dialog>
  );
}

function MadeLink(props: { url: string; expiresAt: string; email: string }): JSX.Element {
  const cut = () => props.url.lastIndexOf('/') + 1;
  return (
    <div class="stack">
      <Show when={isLoopbackHost(new URL(props.url).hostname)}>
        <Notice tone="wait">
          <strong>This link leads to this computer only</strong>
          <span>
            Start Mailferry with <code>--public-url</code> before you give links to people elsewhere.
          </span>
        </Notice>
      </Show>
      <div class={styles.made}>
        <QrCode text={props.url} label={`QR code of the link for ${props.email}`} />
        <div class="stack">
          <p class={`to-copy ${styles.link}`} tabIndex={0} aria-label="Link">
            {props.url}
          </p>
          <div class="row wrap">
            <CopyButton text={props.url} what="link" />
          </div>
          <p class="small muted">It works until {formatMoment(props.expiresAt)}. It is shown only here.</p>
        </div>
      </div>
      <section class="stack tight" aria-label="To read aloud">
        <h3>To read aloud</h3>
        <p class="muted">
          {props.url.slice(0, cut())} and then these characters without spaces. Capital letters are underlined, digits
          are blue.
        </p>
        <p class={styles.groups}>
          <For each={inGroups(props.url.slice(cut()))}>
            {(group) => (
              <span>
                <For each={group.split('')}>
                  {(character) => (
                    <span classList={{ [styles.capital!]: isCapital(character), [styles.digit!]: isDigit(character) }}>
                      {character}
                    </span>
                  )}
                </For>
              </span>
            )}
          </For>
        </p>
      </section>
    </div>
  );
}
