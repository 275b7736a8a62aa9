import type { MessageState } from '../../../worker/lib/mail/message-states.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';

/** How the state of a message looks, and what it is called. */
export const MESSAGE_LOOKS: Readonly<Record<MessageState, readonly [Tone, IconName, string]>> = {
  queued: ['wait', 'clock', 'Queued'],
  sending: ['run', 'refresh', 'Sending'],
  sent: ['ok', 'check', 'Sent'],
  failed: ['bad', 'warning', 'Failed'],
  bounced: ['bad', 'warning', 'Bounced'],
};
