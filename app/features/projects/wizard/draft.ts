import type { Options } from '../options/options-draft.ts';
import type { Kind } from './kinds.ts';
import { KIND_NAMES } from './kinds.ts';

export const STEPS = ['type', 'name', 'customer', 'source', 'destination', 'mailboxes', 'done'] as const;
export type Step = (typeof STEPS)[number];

export const STEP_TITLES: Readonly<Record<Step, string>> = {
  type: 'Type',
  name: 'Name',
  customer: 'Customer',
  source: 'Source',
  destination: 'Destination',
  mailboxes: 'Mailboxes',
  done: 'Done',
};

/** The choice of no customer: the project goes to the customer of the workgroup itself. */
export const NO_CUSTOMER = 'none';

/** What has been entered so far; empty texts are open. Passwords are never a part of it: endpoints keep them. */
export type ProjectDraft = {
  step: Step;
  kind: Kind;
  name: string;
  /** An id, or NO_CUSTOMER. */
  customerId: string;
  sourceEndpointId: string;
  destinationEndpointId: string;
  options: Options;
  /** The project, once it has been created: further changes are made to it. */
  projectId: string;
  /** Under which this content was sent: however often that happens, it makes one project. Empty: not sent yet. */
  key: string;
};

export const emptyDraft = (customerId = ''): ProjectDraft => ({
  step: 'type',
  kind: 'mailboxes',
  name: '',
  customerId,
  sourceEndpointId: '',
  destinationEndpointId: '',
  options: {},
  projectId: '',
  key: '',
});

const TEXTS = ['name', 'customerId', 'sourceEndpointId', 'destinationEndpointId', 'projectId'] as const;

/** A draft that was kept as text; undefined for any other text. */
export function parseDraft(text: string): ProjectDraft | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const found = value as Record<string, unknown>;
  const { step, kind, options, key = '' } = found;
  if (!isStep(step) || !KIND_NAMES.some((name) => name === kind)) return undefined;
  if (typeof options !== 'object' || options === null || TEXTS.some((name) => typeof found[name] !== 'string'))
    return undefined;
  return { ...(value as ProjectDraft), key: typeof key === 'string' ? key : '' };
}

export function isStep(value: unknown): value is Step {
  return STEPS.some((step) => step === value);
}

/** Whether anything has been entered that is worth keeping. */
export function isBegun(draft: ProjectDraft): boolean {
  return (
    draft.kind !== 'mailboxes' || TEXTS.some((name) => draft[name] !== '') || Object.keys(draft.options).length > 0
  );
}

/** Steps that still need something. */
export function openSteps(draft: ProjectDraft): Step[] {
  const open: Step[] = [];
  if (draft.name.trim() === '') open.push('name');
  if (draft.customerId === '') open.push('customer');
  if (draft.sourceEndpointId === '') open.push('source');
  if (draft.destinationEndpointId === '') open.push('destination');
  return open;
}

/** Where a step leads to: the next that still needs something, else the mailboxes. */
export function stepAfter(step: Step, draft: ProjectDraft): Step {
  const open = openSteps(draft);
  const at = STEPS.indexOf(step);
  return open.find((each) => STEPS.indexOf(each) > at) ?? open.find((each) => each !== step) ?? 'mailboxes';
}
