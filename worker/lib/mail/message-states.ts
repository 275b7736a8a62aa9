/** `sending`: a driver has it. `bounced`: the recipient’s server refused the recipient for good. */
export const MESSAGE_STATES = ['queued', 'sending', 'sent', 'failed', 'bounced'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
