import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import { tagKey } from '../../../worker/lib/mailbox-tags.ts';
import type { Mailbox } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import chips from '../../ui/chips.module.css';
import { Icon } from '../../ui/icon.tsx';
import { countTags } from '../mailboxes/edits/count-tags.ts';

/** The tags of a project's mailboxes, as filters. Empty where there is none. */
export function TagStrip(props: {
  mailboxes: readonly Mailbox[];
  tag: string | undefined;
  onTag: (tag: string | undefined) => void;
}): JSX.Element {
  const tags = createMemo(() => {
    const found = countTags(props.mailboxes);
    // A filter that is on stays, also when the last of its kind has gone.
    const isKnown = props.tag === undefined || found.some(({ tag }) => isOn(tag));
    return isKnown ? found : [...found, { tag: props.tag!, count: 0 }];
  });
  const isOn = (tag: string) => props.tag !== undefined && tagKey(props.tag) === tagKey(tag);
  return (
    <Show when={tags().length > 0}>
      <div class={chips.strip} data-sideways role="group" aria-label="Show mailboxes with the tag">
        <For each={tags()}>
          {({ tag, count }) => (
            <button
              type="button"
              class={chips.chip}
              aria-pressed={isOn(tag)}
              onClick={() => props.onTag(isOn(tag) ? undefined : tag)}
            >
              <Icon name="tag" class="faint" />
              <span class="truncate">{tag}</span> <b>{formatCount(count)}</b>
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}
