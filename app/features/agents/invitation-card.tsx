import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Invitation } from '../../api.ts';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { Ago } from '../../ui/parts.tsx';
import { MESSAGE_LOOKS } from '../mail/message-looks.ts';
import styles from './agents.module.css';
import { ROLE_WORDS } from './role-words.ts';

/** An open invitation, with the state of its message. */
export function InvitationCard(props: {
  invitation: Invitation;
  /** May be changed by whoever looks at it. */
  isMine: boolean;
  onResend: () => void;
  onRevoke: () => void;
}): JSX.Element {
  const look = () => MESSAGE_LOOKS[props.invitation.message?.state ?? 'queued'];
  const isExpired = () => props.invitation.state === 'expired';
  const hasFailed = () => ['failed', 'bounced'].includes(props.invitation.message?.state ?? '');
  return (
    <article class="card pad stack snug" data-invitation={props.invitation.email}>
      <div class="row wrap">
        <div class={`stack tight ${styles.who}`}>
          <CutText text={props.invitation.email} />
          <span class="small muted">
            {ROLE_WORDS[props.invitation.role].label} · invited by {props.invitation.invitedBy.name} ·{' '}
            {isExpired() ? 'expired' : 'expires'} <Ago at={props.invitation.expiresAt} />
          </span>
        </div>
        <Show
          when={isExpired()}
          fallback={
            <Badge tone={look()[0]} icon={look()[1]}>
              {look()[2]}
            </Badge>
          }
        >
          <Badge tone="wait" icon="clock">
            Expired
          </Badge>
        </Show>
        <Show when={props.isMine}>
          <button
            type="button"
            class={button('ghost')}
            aria-label={`Send again to ${props.invitation.email}`}
            onClick={() => props.onResend()}
          >
            Send again
          </button>
          <button
            type="button"
            class={button('danger')}
            aria-label={`Revoke the invitation of ${props.invitation.email}`}
            onClick={() => props.onRevoke()}
          >
            Revoke
          </button>
        </Show>
      </div>
      <Show when={hasFailed() && props.invitation.message?.lastResponse}>
        {(text) => <p class="small">{text()}</p>}
      </Show>
    </article>
  );
}
