import type { PassFacts, PlanFacts } from '../../../worker/features/plan/facts.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import { PASS_TYPES } from '../../../worker/lib/pass-types.ts';

const NO_PASS: PassFacts = {
  open: 0,
  waitingForOwner: 0,
  waitingForLicence: 0,
  failed: 0,
  completed: 0,
  lastEndedAt: null,
};
const NO_NOTICE = { sent: 0, lastSentAt: null, scheduled: 0, nextAt: null };

type Changes = {
  customer?: Partial<PlanFacts['customer']>;
  source?: Partial<PlanFacts['endpoints']['source']>;
  destination?: Partial<PlanFacts['endpoints']['destination']>;
  mailboxes?: Partial<PlanFacts['mailboxes']>;
  passes?: Partial<Record<PassType, Partial<PassFacts>>>;
  notice?: Partial<PlanFacts['notices']['completion']>;
} & Partial<Pick<PlanFacts, 'inventory' | 'verified' | 'copied' | 'requests' | 'marks' | 'waves'>>;

/** The facts of a project with tested endpoints and four mailboxes that nobody has touched, with these changes. */
export function someFacts({
  customer,
  source,
  destination,
  mailboxes,
  passes,
  notice,
  ...rest
}: Changes = {}): PlanFacts {
  const endpoint = { health: 'ok' as const, healthDetail: null, hasAdministrator: true };
  return {
    project: { id: 'prj_1', createdAt: 1_000 },
    customer: { id: 'cus_1', name: 'Fjord', isDefault: false, ...customer },
    endpoints: {
      source: { id: 'end_1', name: 'old', checkedAt: 1_100, ...endpoint, ...source },
      destination: { id: 'end_2', name: 'new', checkedAt: 1_200, ...endpoint, ...destination },
    },
    mailboxes: {
      total: 4,
      lastAddedAt: 2_000,
      withoutCredentials: 0,
      ofOwners: 0,
      givenByOwners: 0,
      beyondVerify: 0,
      withErrors: 0,
      errors: 0,
      ...mailboxes,
    },
    passes: Object.fromEntries(
      PASS_TYPES.map((type) => [type, { ...NO_PASS, ...passes?.[type] }]),
    ) as PlanFacts['passes'],
    inventory: { items: 0, bytes: 0, oversize: 0, withoutDestination: 0 },
    verified: 0,
    copied: 0,
    requests: { open: 0, lapsed: 0 },
    notices: { 'migration-notice': { ...NO_NOTICE, ...notice }, completion: NO_NOTICE },
    waves: [],
    marks: {},
    ...rest,
  };
}
