import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import type { AssignmentState } from '../../../worker/lib/licence-facts.ts';
import { LICENCE_NAMES } from '../../../worker/lib/licence-facts.ts';
import type { LicenceAssignment } from '../../api.ts';
import { Badge } from '../../ui/badge.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';

const LOOKS: Readonly<Record<AssignmentState, { tone: Tone; icon: IconName; words: string }>> = {
  applied: { tone: 'wait', icon: 'check', words: 'unused' },
  'in-use': { tone: 'run', icon: 'running', words: 'in use' },
  used: { tone: 'ok', icon: 'check-circle', words: 'used' },
};

/** The licences of a user, each with how far it has been used. */
export function LicenceBadges(props: { licences: readonly LicenceAssignment[] }): JSX.Element {
  return (
    <Show when={props.licences.length > 0} fallback={<span class="faint">No licence</span>}>
      <span class="row wrap">
        <For each={props.licences}>
          {({ kind, state }) => (
            <Badge tone={LOOKS[state].tone} icon={LOOKS[state].icon}>
              <span class="truncate">
                {LICENCE_NAMES[kind]}, {LOOKS[state].words}
              </span>
            </Badge>
          )}
        </For>
      </span>
    </Show>
  );
}
