import type { JSX } from 'solid-js';
import { For, Show, createMemo, createSignal } from 'solid-js';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { PassPreview } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import { Dialog } from '../../ui/dialog.tsx';
import formStyles from '../../ui/form.module.css';
import type { IconName } from '../../ui/icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { PASS_WORDS } from './pass-words.ts';
import type { PassActions, PassOptions } from './queries.ts';
import { createPreviewQuery } from './queries.ts';
import styles from './start-dialog.module.css';
import { ErrorGroups } from './error-groups.tsx';
import { OlderThan } from './older-than.tsx';

/** `link`: where its cause is removed. */
type Line = { count: number; words: string; icon: IconName; tone: Tone; link?: { href: string; words: string } };

/** What will happen to how many, in the order in which it matters. */
function linesOf(preview: PassPreview): Line[] {
  const line = (count: number, one: string, many: string, icon: IconName, tone: Tone): Line => ({
    count,
    words: count === 1 ? one : many,
    icon,
    tone,
  });
  return [
    line(preview.starts, 'starts now', 'start now', 'play', 'run'),
    line(
      preview.waitsForOwner,
      'waits for its owner, who gets a mail with a link',
      'wait for their owners, who get a mail with a link',
      'clock',
      'wait',
    ),
    {
      ...line(
        preview.waitsForLicence,
        'has no licence and waits for one',
        'have no licence and wait for one',
        'licence',
        'wait',
      ),
      link: { href: '/settings/licences', words: 'See licences' },
    },
    line(preview.inPass, 'is already in a pass', 'are already in a pass', 'running', 'idle'),
    line(
      preview.credentialsMissing,
      'is left out: enter its password again',
      'are left out: enter their passwords again',
      'warning',
      'bad',
    ),
    line(preview.nothingFailed, 'has nothing to retry', 'have nothing to retry', 'check', 'idle'),
  ].filter(({ count }) => count > 0);
}

/** Says what a pass will do to how many mailboxes, with its options, and starts it. */
export function StartDialog(props: {
  projectId: string;
  type: PassType;
  /** Undefined: all of the project. */
  mailboxIds: readonly string[] | undefined;
  /** In words: which mailboxes these are. */
  which: string;
  actions: PassActions;
  onClose: () => void;
}): JSX.Element {
  const [options, setOptions] = createSignal<PassOptions>({});
  const preview = createPreviewQuery(() => ({
    projectId: props.projectId,
    type: props.type,
    mailboxIds: props.mailboxIds,
    options: options(),
  }));
  const lines = createMemo(() => (preview.data ? linesOf(preview.data) : []));
  const count = () => preview.data?.mailboxIds.length ?? 0;
  /** What is shown is what is asked for. */
  const isReady = () => !preview.isPlaceholder && count() > 0;
  const label = () => (count() === 0 ? 'Start' : `Start ${counted(count(), 'mailbox', 'mailboxes')}`);
  return (
    <Dialog title={PASS_WORDS[props.type].label} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isReady()) return;
          void props.actions.start(props.type, preview.data?.mailboxIds, options());
          props.onClose();
        }}
      >
        <p class="muted">
          {PASS_WORDS[props.type].does}. Applies to {props.which}.
        </p>
        <Show when={props.type === 'pre-stage'}>
          <OlderThan onChange={(olderThan) => setOptions({ olderThan })} until={preview.data?.olderThanAt ?? null} />
        </Show>
        <Show when={props.type === 'retry-errors'}>
          <ErrorGroups
            projectId={props.projectId}
            onChange={(errorCodes) => setOptions(errorCodes ? { errorCodes } : {})}
          />
        </Show>
        <Show when={preview.error}>{(error) => <ProblemNotice problem={problemIn(error())} />}</Show>
        <div class={styles.lines} role="status" aria-busy={preview.isPending || preview.isPlaceholder}>
          <Show when={lines().length > 0} fallback={<span class="faint">{preview.error ? '' : 'Counting…'}</span>}>
            <ul>
              <For each={lines()}>
                {(line) => (
                  <li>
                    <Icon name={line.icon} class={`tone-${line.tone}`} />
                    <span>
                      <b>{formatCount(line.count)}</b> {line.words}
                    </span>
                    <Show when={line.link}>{(link) => <a href={link().href}>{link().words}</a>}</Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </div>
        <div class={formStyles.actions}>
          <button type="button" class={button('ghost')} onClick={() => props.onClose()}>
            Cancel
          </button>
          <button type="submit" class={button('primary')} autofocus aria-disabled={!isReady()}>
            <Icon name="play" /> {label()}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
