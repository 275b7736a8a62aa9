import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch, createEffect, createMemo, createSignal, onCleanup, onMount } from 'solid-js';
import type { Problem, RecipientPreview as Preview } from '../../../api.ts';
import { api, problemIn, read } from '../../../api.ts';
import { keys } from '../../../lib/query-keys.ts';
import { createSettled } from '../../../lib/settled.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Field } from '../../../ui/field.tsx';
import { ProblemNotice } from '../../../ui/parts.tsx';
import type { MailboxList } from '../../mailboxes/mailbox-list.ts';
import type { Draft } from './options-draft.ts';
import { filledOf } from './options-draft.ts';
import option from './option-parts.module.css';
import styles from './recipient-preview.module.css';
import listBox from '../../../ui/list-box.module.css';

const EXAMPLES = 5;

const TONES = { 'every-item': 'ok', 'some-items': 'wait', nothing: 'bad' } as const;
const ICONS = { 'every-item': 'check-circle', 'some-items': 'warning', nothing: 'failed' } as const;
const REACH = {
  'every-item': 'In every item',
  'some-items': 'In some items only',
  nothing: 'In no item',
} as const;

/** What the rules in the form turn addresses into. The API is asked; nothing is saved. */
export function RecipientPreview(props: { draft: Draft; projectId: string }): JSX.Element {
  const client = useQueryClient();
  const [typed, setTyped] = createSignal('');
  const [examples, setExamples] = createSignal<readonly string[]>([]);
  const [answer, setAnswer] = createSignal<Preview>();
  const [problem, setProblem] = createSignal<Problem>();
  const addresses = (): string[] => {
    const own = typed()
      .split(/[\s,;]+/)
      .filter(Boolean);
    return own.length > 0 ? own : [...examples()];
  };
  const request = createMemo(() => ({
    addresses: addresses(),
    recipientMapping: filledOf(props.draft.recipientMapping).map(([from = '', to = '']) => ({ from, to })),
    rewriteAddresses: props.draft.rewriteAddresses,
    ...(props.draft.copyPaths.length > 0 && { copyPaths: [...props.draft.copyPaths] }),
  }));
  const settled = createSettled(request);
  const hasRules = () => request().recipientMapping.length > 0;
  // The project’s page may have loaded them already.
  onMount(() => {
    const known = client.getQueryData<MailboxList>(keys.mailboxes(props.projectId));
    if (known?.size) setExamples([...known.values()].slice(0, EXAMPLES).map(({ sourceEmail }) => sourceEmail));
    else void readExamples(props.projectId).then(setExamples, () => undefined);
  });
  createEffect(() => {
    const json = settled();
    if (json.addresses.length === 0 || json.recipientMapping.length === 0) return;
    let isOutdated = false;
    onCleanup(() => (isOutdated = true));
    const keep = (preview: Preview | undefined, trouble?: Problem) => {
      if (isOutdated) return;
      setAnswer(preview);
      setProblem(trouble);
    };
    void read(api.projects[':id']['recipient-mapping'].preview.$post({ param: { id: props.projectId }, json })).then(
      keep,
      (error) => keep(undefined, problemIn(error)),
    );
  });
  return (
    <div class={option.toggle}>
      <div class="stack snug" role="group" aria-label="Preview of the recipient mapping">
        <Field
          label="Try it with an address"
          hint={typed() === '' && examples().length > 0 ? 'Empty: the first mailboxes of this project.' : ''}
        >
          {(control) => (
            <input
              {...control()}
              inputmode="email"
              autocapitalize="none"
              autocomplete="off"
              spellcheck={false}
              placeholder={examples()[0] ?? 'ann@old.example'}
              value={typed()}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
        <Switch>
          <Match when={!hasRules()}>
            <p class="small muted">No rules yet: every address stays unchanged.</p>
          </Match>
          <Match when={problem()}>{(value) => <ProblemNotice problem={value()} tone="wait" />}</Match>
          <Match when={answer()}>
            {(preview) => (
              <div class={`${listBox.box} ${styles.box}`} aria-live="polite">
                <div class={`${styles.reach} tone-${TONES[preview().appliesTo]}`}>
                  <Icon name={ICONS[preview().appliesTo]} />
                  <span>
                    <strong>{REACH[preview().appliesTo]}.</strong> <span class="muted">{preview().note}</span>
                  </span>
                </div>
                <For each={preview().addresses}>
                  {(address) => (
                    <div class={styles.address}>
                      <span>{address.from}</span>
                      <Show when={address.isChanged} fallback={<span class="faint">unchanged</span>}>
                        <span>
                          <span class="faint">→</span> <strong>{address.to}</strong>
                        </span>
                      </Show>
                    </div>
                  )}
                </For>
              </div>
            )}
          </Match>
        </Switch>
      </div>
    </div>
  );
}

async function readExamples(projectId: string): Promise<string[]> {
  const query = { limit: String(EXAMPLES) };
  const page = await read(api.projects[':id'].mailboxes.$get({ param: { id: projectId }, query }));
  return page.items.map(({ sourceEmail }) => sourceEmail);
}
