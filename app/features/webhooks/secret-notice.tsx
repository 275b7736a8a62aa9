import type { JSX } from 'solid-js';
import { For, createSignal } from 'solid-js';
import chips from '../../ui/chips.module.css';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/parts.tsx';
import { SNIPPETS } from './snippets.ts';
import styles from './webhooks.module.css';

/** A secret, which is shown only now. */
export function SecretNotice(props: { secret: string }): JSX.Element {
  return (
    <Notice tone="wait" icon="key" role="status">
      <strong>Copy the secret now. It is not shown again.</strong>
      <code class="to-copy">{props.secret}</code>
      <span class="row wrap">
        <CopyButton text={props.secret} what="secret" />
      </span>
    </Notice>
  );
}

type Language = keyof typeof SNIPPETS;
const LANGUAGES = Object.entries(SNIPPETS) as [Language, { label: string; code: string }][];

/** Code that verifies a request, in several languages. */
export function Snippets(): JSX.Element {
  const [language, setLanguage] = createSignal<Language>('typescript');
  return (
    <div class="stack snug">
      <div class={chips.strip} role="group" aria-label="Language">
        <For each={LANGUAGES}>
          {([name, { label }]) => (
            <button
              type="button"
              class={chips.chip}
              aria-pressed={language() === name}
              onClick={() => setLanguage(name)}
            >
              {label}
            </button>
          )}
        </For>
      </div>
      <pre class={styles.code} data-sideways tabIndex={0} aria-label={`Code in ${SNIPPETS[language()].label}`}>
        <code>{SNIPPETS[language()].code}</code>
      </pre>
      <div class="row wrap">
        <CopyButton text={SNIPPETS[language()].code} what="code" />
      </div>
      <p class="small muted">
        Or use a library of{' '}
        <a class="plain-link" href="https://www.standardwebhooks.com" target="_blank" rel="noreferrer">
          Standard Webhooks
        </a>
        . A message can come twice, with the same <code>webhook-id</code>, and the order is not guaranteed.
      </p>
    </div>
  );
}
