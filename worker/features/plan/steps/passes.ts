import type { PassType } from '../../../lib/pass-types.ts';
import type { PlanFacts } from '../facts.ts';
import type { OwnStep, StepAction } from '../step.ts';
import { countOf, mailboxesOf, sizeOf } from '../step.ts';

const start = (pass: PassType, label: string): StepAction => ({ kind: 'press', label, press: 'start-pass', pass });
const SHOW_FAILED: StepAction = {
  kind: 'press',
  label: 'Show them',
  press: 'show-mailboxes',
  mailboxes: 'attention',
};

const LICENCES: StepAction = { kind: 'link', label: 'Licences', href: '/settings/licences' };

type Parts = Pick<OwnStep, 'id' | 'text' | 'action' | 'isOptional'>;

/** What the mailboxes in a pass say, before anything else counts; undefined where none of them says anything. */
function underWay(
  facts: PlanFacts,
  type: PassType,
): (Pick<OwnStep, 'state' | 'at' | 'status'> & Partial<OwnStep>) | undefined {
  const { open, failed, waitingForOwner, waitingForLicence, lastEndedAt } = facts.passes[type];
  const said = [
    open > 0 && `Running on ${mailboxesOf(open)}.`,
    failed > 0 && `${mailboxesOf(failed)} failed, stopped or paused.`,
    waitingForLicence > 0 && `${mailboxesOf(waitingForLicence)} without a licence.`,
    waitingForOwner > 0 &&
      `${mailboxesOf(waitingForOwner)} waiting for ${waitingForOwner === 1 ? 'its owner' : 'their owners'}.`,
  ];
  const status = said.filter((part) => part !== false).join(' ');
  if (open > 0) return { state: 'now', at: null, status };
  if (failed > 0) return { state: 'attention', at: lastEndedAt, status, action: SHOW_FAILED };
  if (waitingForLicence > 0) return { state: 'attention', at: null, status, action: LICENCES };
  if (waitingForOwner > 0) return { state: 'waiting', at: null, status };
  return undefined;
}

/** A step that is a pass over all mailboxes. Done for some, it can be done for the others. */
function passStep(facts: PlanFacts, type: PassType, reached: number, verb: string, parts: Parts): OwnStep {
  const { total } = facts.mailboxes;
  const far = `${reached.toLocaleString('en-US')} of ${mailboxesOf(total)} ${verb}.`;
  const moving = underWay(facts, type);
  if (moving) return { ...parts, ...moving, status: `${moving.status} ${far}` };
  if (total === 0) return { ...parts, state: 'waiting', at: null, status: 'Add the mailboxes first.' };
  if (reached >= total)
    return { ...parts, state: 'done', at: facts.passes[type].lastEndedAt, status: `${mailboxesOf(total)} ${verb}.` };
  return { ...parts, state: 'open', at: null, status: reached > 0 ? far : `No mailbox ${verb} yet.` };
}

export function verifyStep(facts: PlanFacts): OwnStep {
  const step = passStep(facts, 'verify', facts.verified, 'verified', {
    id: 'verify',
    text: 'Signs in to every mailbox on both sides and copies nothing. Do it days before the migration: missing rights and wrong addresses then cost no weekend.',
    action: start('verify', 'Verify credentials'),
  });
  // Who is in a later pass, or was, needs none that only signs in.
  if (step.state !== 'open' || facts.mailboxes.beyondVerify < facts.mailboxes.total) return step;
  return { ...step, state: 'not-needed', status: `Later passes sign in as well. ${step.status}` };
}

export function inventoryStep(facts: PlanFacts): OwnStep {
  const { items, bytes, oversize, withoutDestination } = facts.inventory;
  const step = passStep(facts, 'inventory', facts.passes.inventory.completed, 'counted', {
    id: 'inventory',
    text: 'Counts folders, items and sizes on both sides and copies nothing; it needs no licence. It shows how long the first copy takes, which items are too large for the destination, and who has no mailbox there yet.',
    action: start('inventory', 'Start an inventory'),
    isOptional: true,
  });
  if (facts.passes.inventory.completed === 0) return step;
  const found = [
    `${countOf(items, 'item')}, ${sizeOf(bytes)}.`,
    oversize > 0 && `${countOf(oversize, 'item')} too large for the destination.`,
    withoutDestination > 0 && `${mailboxesOf(withoutDestination)} not found at the destination.`,
  ];
  return { ...step, status: [step.status, ...found.filter((part) => part !== false)].join(' ') };
}

/** A trial is for a few mailboxes: one is enough. */
export function trialStep(facts: PlanFacts): OwnStep {
  const { completed, lastEndedAt } = facts.passes.trial;
  const step = {
    id: 'trial',
    text: 'A trial copies ten items from each folder. Select two or three mailboxes of different people, start it, then open them at the destination and look at folders, appointments and contacts.',
    action: start('trial', 'Start a trial'),
    isOptional: true,
  } as const;
  const moving = underWay(facts, 'trial');
  if (moving) return { ...step, ...moving };
  if (facts.mailboxes.total === 0) return { ...step, state: 'waiting', at: null, status: 'Add the mailboxes first.' };
  if (completed > 0) return { ...step, state: 'done', at: lastEndedAt, status: `${mailboxesOf(completed)} tried.` };
  return { ...step, state: 'open', at: null, status: 'No mailbox tried yet.' };
}

export function preStageStep(facts: PlanFacts): OwnStep {
  return passStep(facts, 'pre-stage', facts.copied, 'copied', {
    id: 'pre-stage',
    text: 'Copies what is older than 90 days while everyone still works at the source. Most of the data crosses days ahead, and the pass on the day of the cutover is short.',
    action: start('pre-stage', 'Pre-stage'),
    isOptional: true,
  });
}

export function fullStep(facts: PlanFacts): OwnStep {
  const step = passStep(facts, 'full', facts.passes.full.completed, 'copied', {
    id: 'full',
    text: 'Copies what is new, changed or missing since the last pass, and nothing twice. Start it after the cutover. Mail can arrive at the source until the old MX record has expired everywhere: repeat the pass until it finds nothing.',
    action: start('full', 'Start a full pass'),
  });
  return step.state === 'done' ? { ...step, action: start('full', 'Repeat the full pass') } : step;
}

export function retryStep(facts: PlanFacts): OwnStep {
  const { withErrors, errors } = facts.mailboxes;
  const { lastEndedAt } = facts.passes['retry-errors'];
  const step = {
    id: 'retry-errors',
    text: 'Each error says its cause and its remedy. Remedy it first, such as a size limit at the destination, then retry: only the failed items are tried again.',
    action: start('retry-errors', 'Retry errors'),
  } as const;
  const moving = underWay(facts, 'retry-errors');
  if (moving) return { ...step, ...moving };
  if (withErrors > 0)
    return {
      ...step,
      state: 'attention',
      at: lastEndedAt,
      status: `${countOf(errors, 'item')} failed in ${mailboxesOf(withErrors)}.`,
    };
  if (facts.copied === 0) return { ...step, state: 'waiting', at: null, status: 'Nothing copied yet.', action: null };
  return { ...step, state: 'not-needed', at: lastEndedAt, status: 'Nothing failed.', action: null };
}
