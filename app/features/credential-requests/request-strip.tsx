import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import chips from '../../ui/chips.module.css';
import { Icon } from '../../ui/icon.tsx';
import { CredentialsMenu } from './credentials-menu.tsx';
import type { RequestActions } from './queries.ts';
import type { RequestKind } from './request-kinds.ts';
import { REQUEST_KINDS, REQUEST_LOOKS, kindOfMailbox } from './request-kinds.ts';
import styles from './request-strip.module.css';

/**
 * How the users of a project stand, as filters, and what can be done for those that are selected, or else shown. Empty
 * where no user has ever been asked and no password has stopped working.
 */
export function RequestStrip(props: {
  projectName: string;
  mailboxes: readonly Mailbox[];
  /** Those that the filters leave. */
  shown: readonly Mailbox[];
  selected: ReadonlySet<string>;
  filter: RequestKind | undefined;
  onFilter: (kind: RequestKind | undefined) => void;
  actions: RequestActions;
}): JSX.Element {
  const counts = createMemo(() => {
    const found = new Map<RequestKind, number>();
    for (const mailbox of props.mailboxes) {
      const kind = kindOfMailbox(mailbox);
      if (kind) found.set(kind, (found.get(kind) ?? 0) + 1);
    }
    return found;
  });
  /** A filter that is on stays, also when the last of its kind has gone. */
  const kinds = () => REQUEST_KINDS.filter((kind) => counts().has(kind) || props.filter === kind);
  return (
    <Show when={kinds().length > 0}>
      <section class={styles.strip} aria-label="Credentials of users">
        <div
          class={`${chips.strip} ${styles.chips}`}
          data-sideways
          role="group"
          aria-label="Show mailboxes whose user’s credentials are"
        >
          <For each={kinds()}>
            {(kind) => (
              <button
                type="button"
                class={chips.chip}
                aria-pressed={props.filter === kind}
                onClick={() => props.onFilter(props.filter === kind ? undefined : kind)}
              >
                <Icon name={REQUEST_LOOKS[kind].icon} class={`tone-${REQUEST_LOOKS[kind].tone}`} />
                {REQUEST_LOOKS[kind].label} <b>{formatCount(counts().get(kind) ?? 0)}</b>
              </button>
            )}
          </For>
        </div>
        <CredentialsMenu
          projectName={props.projectName}
          mailboxes={props.mailboxes}
          shown={props.shown}
          selected={props.selected}
          actions={props.actions}
        />
      </section>
    </Show>
  );
}
