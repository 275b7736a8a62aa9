import type { JSX } from 'solid-js';
import { For, Match, Show, Switch, createMemo, createSignal } from 'solid-js';
import { waveKey } from '../../../worker/lib/wave-key.ts';
import type { Mailbox } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { Check } from '../../ui/check.tsx';
import { createApiForm } from '../../ui/form.tsx';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import type { EditActions } from '../mailboxes/edits/edit-actions.ts';
import { EditDialog } from '../mailboxes/edits/edit-dialog.tsx';
import { changesOfWave } from '../mailboxes/edits/plan-changes.ts';
import { createWaveActions, createWavesQuery } from './queries.ts';
import { cutoverWords } from './wave-words.ts';
import styles from './wave-choice.module.css';

const NONE = '';
const NEW = 'new';

/** Puts several mailboxes into a wave, or takes them out of theirs. */
export function WaveChoiceDialog(props: {
  projectId: string;
  chosen: readonly Mailbox[];
  actions: EditActions;
  onClose: () => void;
}): JSX.Element {
  const waves = createWavesQuery(() => props.projectId);
  const waveActions = createWaveActions(() => props.projectId);
  const [picked, setPicked] = createSignal<string>();
  const choice = () => picked() ?? (waves.data?.length === 0 ? NEW : undefined);
  const form = createApiForm({
    values: { name: '' },
    submit: async ({ name }) => {
      const waveId = choice() === NEW ? await idOf(name.trim()) : choice() === NONE ? null : choice()!;
      const planned = changesOfWave(props.chosen, waveId);
      const count = counted(planned.length, 'mailbox', 'mailboxes');
      await props.actions.apply(
        planned,
        waveId === null ? `${count} taken out of the wave.` : `${count} put into the wave.`,
      );
      props.onClose();
    },
  });
  /** A wave that was created before its mailboxes were refused is there when one tries again. */
  const idOf = async (name: string): Promise<string> => {
    const known = (waves.data ?? []).find((wave) => waveKey(wave.name) === waveKey(name));
    return (known ?? (await waveActions.create({ name, cutoverAt: null, timeZone: null }))).id;
  };
  const count = createMemo(() => {
    const value = choice();
    if (value === undefined) return 0;
    if (value === NEW) return props.chosen.length;
    return changesOfWave(props.chosen, value === NONE ? null : value).length;
  });
  return (
    <EditDialog
      what="Wave"
      chosen={props.chosen.length}
      changing={count()}
      isEmpty={choice() === NEW && form.values().name.trim() === ''}
      form={form}
      onClose={props.onClose}
    >
      <Switch fallback={<Skeleton lines={3} height={28} />}>
        <Match when={waves.error && !waves.data}>
          <ProblemNotice problem={problemIn(waves.error)} onRetry={() => void waves.refetch()} />
        </Match>
        <Match when={waves.data}>
          {(list) => (
            <fieldset class={styles.waves}>
              <legend>Cut over with</legend>
              <For each={list()}>
                {(wave) => (
                  <Check
                    choiceOf="wave"
                    checked={choice() === wave.id}
                    onChange={() => setPicked(wave.id)}
                    hint={`${cutoverWords(wave)}, ${counted(wave.mailboxes, 'mailbox', 'mailboxes')}`}
                  >
                    {wave.name}
                  </Check>
                )}
              </For>
              <Check choiceOf="wave" checked={choice() === NEW} onChange={() => setPicked(NEW)}>
                A new wave
              </Check>
              <Show when={props.chosen.some(({ wave }) => wave !== null)}>
                <Check choiceOf="wave" checked={choice() === NONE} onChange={() => setPicked(NONE)}>
                  No wave
                </Check>
              </Show>
            </fieldset>
          )}
        </Match>
      </Switch>
      <Show when={choice() === NEW}>
        <TextInput
          label="Name of the new wave"
          hint="Set its date on the page Waves, under More."
          name="wave-name"
          autocomplete="off"
          value={form.values().name}
          wrong={form.wrong('name')}
          onChange={(value) => form.set('name', value)}
        />
      </Show>
    </EditDialog>
  );
}
