import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { LANGUAGE_NAMES } from '../../../worker/lib/mail/languages.ts';
import type { NoticeKind } from '../../../worker/lib/notice-facts.ts';
import type { NoticePreviewAnswer, Problem } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import chips from '../../ui/chips.module.css';
import facts from '../../ui/facts.module.css';
import { Icon } from '../../ui/icon.tsx';
import { Empty, Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { HtmlFrame } from '../templates/html-frame.tsx';
import { usersOf } from './notice-words.ts';
import styles from './notices.module.css';

const VIEWS = ['Light', 'Dark', 'Text'] as const;
type View = (typeof VIEWS)[number];

/** The notice as one user after another gets it, and how many do. */
export function NoticePreview(props: {
  kind: NoticeKind;
  /** The start of the migration is still to be entered. */
  isWithoutStart: boolean;
  preview: NoticePreviewAnswer | undefined;
  problem: Problem | undefined;
  isBusy: boolean;
  onRetry: () => void;
  onShow: (mailboxId: string) => void;
}): JSX.Element {
  const [view, setView] = createSignal<View>('Light');
  const shown = () => (!props.isWithoutStart && !props.problem ? props.preview : undefined);
  return (
    <section class="card pad stack" aria-label="Preview" aria-busy={props.isBusy}>
      <div class="row spread wrap">
        <h2>Preview</h2>
        <div class={chips.strip} role="group" aria-label="View">
          <For each={VIEWS}>
            {(name) => (
              <button type="button" class={chips.chip} aria-pressed={view() === name} onClick={() => setView(name)}>
                {name}
              </button>
            )}
          </For>
        </div>
      </div>
      <Show when={props.isWithoutStart}>
        <p class="muted">Enter when the migration starts, and the notice appears here.</p>
      </Show>
      <Show when={!props.isWithoutStart && props.problem}>
        {(problem) => <ProblemNotice problem={problem()} onRetry={() => props.onRetry()} />}
      </Show>
      <Show when={!props.isWithoutStart && !props.problem && !props.preview}>
        <Skeleton lines={3} height={60} />
      </Show>
      <Show when={shown()}>
        {(preview) => (
          <>
            <Counts counts={preview().counts} />
            <Show when={props.kind === 'completion' && preview().counts.notCompleted > 0}>
              <Notice tone="wait">
                <span>
                  {formatCount(preview().counts.notCompleted)} of these mailboxes have no completed full pass. Their
                  users would get a message that their new mailbox is ready.
                </span>
              </Notice>
            </Show>
            <Show
              when={preview().recipient}
              fallback={
                <Empty icon="inbox" title="Nobody is chosen">
                  <p>No mailbox of the project matches.</p>
                </Empty>
              }
            >
              {(recipient) => (
                <>
                  <Turner preview={preview()} mailbox={recipient().mailbox} onShow={(id) => props.onShow(id)} />
                  <dl class={facts.facts}>
                    <dt>To</dt>
                    <dd>{recipient().name ? `${recipient().name} <${recipient().to}>` : recipient().to}</dd>
                    <dt>Language</dt>
                    <dd>{LANGUAGE_NAMES[recipient().language]}</dd>
                    <dt>Time zone</dt>
                    <dd>{recipient().timeZone.replaceAll('_', ' ')}</dd>
                  </dl>
                  <p class={styles.subject} lang={recipient().language}>
                    {recipient().subject}
                  </p>
                  <Show
                    when={view() === 'Text'}
                    fallback={<HtmlFrame html={recipient().html} isDark={view() === 'Dark'} />}
                  >
                    <pre class={styles.text} tabindex="0" lang={recipient().language}>
                      {recipient().text}
                    </pre>
                  </Show>
                </>
              )}
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

/** How many get the notice, and who does not. */
function Counts(props: { counts: NoticePreviewAnswer['counts'] }): JSX.Element {
  return (
    <div role="status" class="stack tight">
      <span>
        <strong>{usersOf(props.counts.toSend)}</strong> of {formatCount(props.counts.chosen)} will get the notice.
      </span>
      <Show when={props.counts.alreadyNotified > 0}>
        <span class="muted">
          {props.counts.alreadyNotified === 1 ? '1 user has' : `${usersOf(props.counts.alreadyNotified)} have`} had it
          already.
        </span>
      </Show>
    </div>
  );
}

/** From one user to the next. */
function Turner(props: {
  preview: NoticePreviewAnswer;
  mailbox: string;
  onShow: (mailboxId: string) => void;
}): JSX.Element {
  const turn = (id: string | null) => id !== null && props.onShow(id);
  return (
    <nav class={styles.turner} aria-label="Users">
      <button
        type="button"
        class={button('ghost', 'icon')}
        aria-label="Previous user"
        aria-disabled={props.preview.previousMailboxId === null || undefined}
        onClick={() => turn(props.preview.previousMailboxId)}
      >
        <Icon name="back" />
      </button>
      <span class="truncate">{props.mailbox}</span>
      <button
        type="button"
        class={button('ghost', 'icon')}
        aria-label="Next user"
        aria-disabled={props.preview.nextMailboxId === null || undefined}
        onClick={() => turn(props.preview.nextMailboxId)}
      >
        <Icon name="next" />
      </button>
    </nav>
  );
}
