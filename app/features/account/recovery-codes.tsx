import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import { saveFile } from '../../lib/save-file.ts';
import { button } from '../../ui/button.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/parts.tsx';
import styles from './account.module.css';

/** New recovery codes: they are here once. */
export function RecoveryCodes(props: { codes: readonly string[]; onDone: () => void }): JSX.Element {
  const text = () => `${props.codes.join('\n')}\n`;
  const download = () => saveFile('mailferry-recovery-codes.txt', 'text/plain', text());
  return (
    <>
      <Notice tone="wait" role="status">
        <strong>Save these recovery codes now. They are not shown again.</strong>
        <span>
          Each one signs you in once without your authenticator app. Keep them where you find them without your phone,
          such as in a password manager.
        </span>
      </Notice>
      <ul class={styles.codes} aria-label="Recovery codes">
        <For each={props.codes}>{(code) => <li>{code}</li>}</For>
      </ul>
      <div class="row wrap">
        <button type="button" class={button()} onClick={download}>
          <Icon name="download" /> Download
        </button>
        <CopyButton text={text()} what="codes" />
        <span class="grow" />
        <button type="button" class={button('primary')} onClick={() => props.onDone()}>
          I have saved them
        </button>
      </div>
    </>
  );
}
