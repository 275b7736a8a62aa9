import type { JSX } from 'solid-js';
import type { MailboxState } from '../../worker/lib/mailbox-statuses.ts';
import { STATUS_WORDS } from '../../worker/lib/mailbox-statuses.ts';
import type { Phase } from '../../worker/lib/phases.ts';
import type { IconName } from './icon.tsx';
import { Badge } from './badge.tsx';
import type { Tone } from './parts.tsx';

export type StatusFacts = { status: string; state: MailboxState };

/** Colour and icon of a status; the word itself always stands beside them. */
export function statusLook({ status, state }: StatusFacts): { tone: Tone; icon: IconName } {
  if (status === STATUS_WORDS.stopped) return { tone: 'idle', icon: 'stop' };
  if (status === STATUS_WORDS.stopping) return { tone: 'wait', icon: 'running' };
  if (status === STATUS_WORDS['waiting-for-end-user']) return { tone: 'wait', icon: 'key' };
  if (status === STATUS_WORDS.paused) return { tone: state === 'attention' ? 'bad' : 'wait', icon: 'pause' };
  if (status === STATUS_WORDS.failed) return { tone: 'bad', icon: 'failed' };
  switch (state) {
    case 'notStarted':
      return { tone: 'idle', icon: 'circle' };
    case 'waiting':
      return { tone: 'wait', icon: 'clock' };
    case 'running':
      return { tone: 'run', icon: 'running' };
    case 'attention':
      return { tone: 'bad', icon: 'warning' };
    case 'done':
      return { tone: 'ok', icon: 'check-circle' };
  }
}

const PHASES: Readonly<Record<Phase, string>> = {
  verifying: 'verifying',
  folders: 'folders',
  inventory: 'counting',
  copying: 'copying',
  resolving: 'confirming',
  settings: 'settings',
  reconciling: 'reconciling',
};

export function StatusBadge(props: StatusFacts & { phase?: Phase | null }): JSX.Element {
  const look = () => statusLook(props);
  const phase = () => (props.status === STATUS_WORDS.processing && props.phase ? PHASES[props.phase] : undefined);
  return (
    <Badge tone={look().tone} icon={look().icon} isMoving={look().icon === 'running'}>
      <span class="truncate">
        {props.status}
        {phase() ? <span class="faint"> · {phase()}</span> : null}
      </span>
    </Badge>
  );
}
