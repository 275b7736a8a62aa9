import type { JSX } from 'solid-js';
import { ChoiceList } from './choice-list.tsx';
import type { ProjectDraft } from './draft.ts';
import type { Kind } from './kinds.ts';
import { KIND_NAMES, KINDS, optionsFor } from './kinds.ts';

export function TypeStep(props: {
  draft: ProjectDraft;
  onTake: (changes: Partial<ProjectDraft>) => void;
}): JSX.Element {
  const choices = KIND_NAMES.map((value) => {
    const { title, about, icon } = KINDS[value];
    return { value, label: title, about, icon };
  });
  return (
    <>
      <h2 tabindex="-1">What do you migrate?</h2>
      <ChoiceList
        label="Types"
        choices={choices}
        value={props.draft.kind}
        onChoose={(kind) =>
          props.onTake({ kind: kind as Kind, options: optionsFor(kind as Kind, props.draft.options) })
        }
      />
    </>
  );
}
