import type { Verdict } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import type { IconName } from '../../../ui/icon.tsx';
import type { Tone } from '../../../ui/parts.tsx';

/** How a verdict is shown. */
export const VERDICT_LOOKS: Readonly<Record<Verdict, { label: string; tone: Tone; icon: IconName }>> = {
  new: { label: 'New', tone: 'ok', icon: 'check-circle' },
  'invalid-address': { label: 'Address not valid', tone: 'bad', icon: 'failed' },
  invalid: { label: 'Value not valid', tone: 'bad', icon: 'failed' },
  twice: { label: 'Twice in the list', tone: 'bad', icon: 'copy' },
  'already-there': { label: 'Already in the project', tone: 'idle', icon: 'inbox' },
  'outside-domains': { label: 'Outside your domains', tone: 'wait', icon: 'warning' },
  'shared-mailbox': { label: 'Shared or room mailbox', tone: 'wait', icon: 'people' },
  'no-password': { label: 'No password', tone: 'wait', icon: 'key' },
};
