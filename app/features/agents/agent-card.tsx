import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Role } from '../../../worker/lib/roles.ts';
import { isAbove, ROLES } from '../../../worker/lib/roles.ts';
import type { Agent } from '../../api.ts';
import { Badge } from '../../ui/badge.tsx';
import { CutText } from '../../ui/cut-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { MenuItem } from '../../ui/menu.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { Ago } from '../../ui/parts.tsx';
import styles from './agents.module.css';
import { ROLE_LOOKS, ROLE_WORDS } from './role-words.ts';

export type Me = { id: string; role: Role };

/** What someone may do with an agent; nothing with whoever stands above them. */
export function itemsFor(
  me: Me,
  agent: Pick<Agent, 'id' | 'role' | 'hasTwoFactor'>,
  run: { role: (role: Role) => void; resetTwoFactor: () => void; transfer: () => void; remove: () => void },
): MenuItem[] {
  if (!can(me.role, 'agent.update') || isAbove(agent.role, me.role)) return [];
  const isMe = agent.id === me.id;
  const roles = ROLES.filter((role) => !isAbove(role, me.role) && !(isMe && role === 'inactive'));
  return [
    ...roles.map((role): MenuItem => ({
      label: role === 'inactive' ? 'Make inactive' : ROLE_WORDS[role].label,
      hint: ROLE_WORDS[role].about,
      icon: agent.role === role ? 'check' : 'circle',
      disabled: agent.role === role,
      run: () => run.role(role),
    })),
    ...(can(me.role, 'agent.make-owner') && !isMe && agent.role !== 'inactive'
      ? [{ label: 'Transfer ownership …', icon: 'key' as const, run: run.transfer }]
      : []),
    ...(can(me.role, 'agent.reset-two-factor') && !isMe && agent.hasTwoFactor
      ? [{ label: 'Turn off two-factor sign-in …', icon: 'undo' as const, run: run.resetTwoFactor }]
      : []),
    ...(can(me.role, 'agent.remove') && !isMe
      ? [{ label: 'Remove from the workgroup …', icon: 'close' as const, run: run.remove }]
      : []),
  ];
}

/** One agent of the workgroup. */
export function AgentCard(props: { agent: Agent; isMe: boolean; items: MenuItem[] }): JSX.Element {
  const look = () => ROLE_LOOKS[props.agent.role];
  return (
    <article class="card pad row wrap" data-agent={props.agent.email}>
      <div class={`stack tight ${styles.who}`}>
        <h2>
          {props.agent.name} <Show when={props.isMe}>(you)</Show>
        </h2>
        <CutText class="muted" text={props.agent.email} />
        <span class="small faint">
          <Show when={props.agent.lastSignInAt} fallback="Never signed in">
            {(at) => (
              <>
                Signed in <Ago at={at()} />
              </>
            )}
          </Show>
        </span>
      </div>
      <Badge tone={look()[0]} icon={look()[1]}>
        {ROLE_WORDS[props.agent.role].label}
      </Badge>
      <Show when={props.items.length > 0}>
        <MenuButton
          name={`Change ${props.agent.name}`}
          label={
            <>
              Change <Icon name="down" />
            </>
          }
          items={props.items}
        />
      </Show>
    </article>
  );
}
