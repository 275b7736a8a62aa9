import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import { Check } from '../../ui/check.tsx';
import { createErrorGroupsQuery } from './queries.ts';
import styles from './start-dialog.module.css';

/** Which kinds of errors are retried; undefined: all. Nothing to choose where there is one kind only. */
export function ErrorGroups(props: {
  projectId: string;
  onChange: (codes: string[] | undefined) => void;
}): JSX.Element {
  const groups = createErrorGroupsQuery(() => props.projectId);
  const [leftOut, setLeftOut] = createSignal<ReadonlySet<string>>(new Set<string>());
  const codes = () => groups.data?.items.map(({ code }) => code) ?? [];
  const change = (code: string, isWanted: boolean) => {
    const next = new Set(leftOut());
    if (isWanted) next.delete(code);
    else next.add(code);
    setLeftOut(next);
    props.onChange(next.size === 0 ? undefined : codes().filter((each) => !next.has(each)));
  };
  return (
    <Show when={codes().length > 1 && groups.data}>
      {(data) => (
        <fieldset class={styles.groups}>
          <legend class="small faint">Mailboxes with these errors; all of their failed items are tried again</legend>
          <For each={data().items}>
            {(group) => (
              <Check
                checked={!leftOut().has(group.code)}
                onChange={(isWanted) => change(group.code, isWanted)}
                hint={`${group.cause} ${group.remedy}`}
              >
                <b>{formatCount(group.errorCount)}</b> × {group.code}, in{' '}
                {counted(group.mailboxCount, 'mailbox', 'mailboxes')}
              </Check>
            )}
          </For>
        </fieldset>
      )}
    </Show>
  );
}
