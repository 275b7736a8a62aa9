import { PRE_STAGE_DAYS } from '../../../worker/lib/limits.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { IconName } from '../../ui/icon.tsx';

/** Passes as the Start menu names them, with what each does. */
export const PASS_WORDS: Readonly<Record<PassType, { label: string; does: string; icon: IconName }>> = {
  verify: { label: 'Verify credentials', does: 'Signs in on both sides and copies nothing', icon: 'key' },
  inventory: {
    label: 'Inventory',
    does: 'Counts folders and items on both sides and estimates the time; copies nothing',
    icon: 'search',
  },
  trial: { label: 'Trial', does: 'Copies ten items from each folder as a test', icon: 'circle' },
  'pre-stage': {
    label: 'Pre-stage',
    does: `Copies items older than ${PRE_STAGE_DAYS} days, or another age, while users still work at the source`,
    icon: 'clock',
  },
  full: { label: 'Full pass', does: 'Copies everything that is new, changed or missing', icon: 'projects' },
  'retry-errors': { label: 'Retry errors', does: 'Tries to copy the failed items again', icon: 'refresh' },
};
