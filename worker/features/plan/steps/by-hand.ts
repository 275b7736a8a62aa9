import type { ManualStep } from '../../../lib/plan-steps.ts';
import type { PlanFacts, WaveFacts } from '../facts.ts';
import type { OwnStep } from '../step.ts';
import { countOf, mailboxesOf } from '../step.ts';

type Parts = Pick<OwnStep, 'text' | 'action'>;

/** A step that Mailferry can't see: whoever did it says so. `isDue`: what comes before it is there. */
function manualStep(facts: PlanFacts, id: ManualStep, isDue: boolean, comesAfter: string, parts: Parts): OwnStep {
  const markedAt = facts.marks[id];
  if (markedAt !== undefined) return { id, ...parts, state: 'done', at: markedAt, status: 'Marked as done.' };
  if (!isDue) return { id, ...parts, state: 'waiting', at: null, status: comesAfter };
  return {
    id,
    ...parts,
    state: 'open',
    at: null,
    status: 'Done outside Mailferry. Mark it as done when it is.',
  };
}

const isCopied = ({ mailboxes, copied }: PlanFacts): boolean => mailboxes.total > 0 && copied >= mailboxes.total;
const isFull = ({ mailboxes, passes }: PlanFacts): boolean =>
  mailboxes.total > 0 && passes.full.completed >= mailboxes.total;

/** Waves that a status names. */
const MOST_NAMED = 5;

/** When a wave cuts over, as clocks show it where that was planned. */
function dateOf({ cutoverAt, timeZone }: WaveFacts): string {
  if (cutoverAt === null) return 'no date';
  const zone = timeZone ?? 'UTC';
  const shown = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });
  return `${shown.format(cutoverAt)} (${zone})`;
}

/** “2 waves. Berlin: 4 December 2026 at 22:00 (Europe/Berlin), 12 mailboxes. Rest: no date, 3 mailboxes.” */
function wavesOf(waves: readonly WaveFacts[]): string {
  if (waves.length === 0) return '';
  const named = waves
    .slice(0, MOST_NAMED)
    .map((wave) => `${wave.name}: ${dateOf(wave)}, ${mailboxesOf(wave.mailboxes)}.`);
  const more = waves.length - named.length;
  return [countOf(waves.length, 'wave') + '.', ...named, ...(more > 0 ? [`${String(more)} more.`] : [])].join(' ');
}

/** Its status begins with the waves. Its date is that of the first wave. */
export function cutoverStep(facts: PlanFacts): OwnStep {
  const step = manualStep(facts, 'cutover', isCopied(facts), 'Comes after the first copy.', {
    text: 'A day ahead, lower the TTL of the MX record to five minutes. At the cutover, point MX and the Autodiscover record (CNAME) to the new provider, and SPF with them. If only some people move now, leave MX and have the old provider forward their mail, without keeping a copy: a kept copy would be migrated as well.',
    action: {
      kind: 'link',
      label: facts.waves.length > 0 ? 'Open the waves' : 'Plan waves',
      href: `/projects/${facts.project.id}/waves`,
    },
  });
  const [first] = facts.waves;
  if (!first) return step;
  return { ...step, at: step.at ?? first.cutoverAt, status: `${wavesOf(facts.waves)} ${step.status}` };
}

export function outlookStep(facts: PlanFacts): OwnStep {
  return manualStep(facts, 'outlook', isFull(facts), 'Comes after the full pass.', {
    text: 'On each computer, create a new Outlook profile once Autodiscover leads to the new provider, and keep the old profile for some weeks. Signatures and PST files do not move with the mailbox: set them up in the new profile. On phones, remove the account and add it again.',
    action: null,
  });
}

export function proveStep(facts: PlanFacts): OwnStep {
  return manualStep(facts, 'prove', isFull(facts), 'Comes after the full pass.', {
    text: 'Open a mailbox in the list: Folders compares both sides folder by folder, Errors says what could not be copied and why, and can be saved as a file. Look at a few mailboxes together with their owners.',
    action: { kind: 'press', label: 'Show what needs attention', press: 'show-mailboxes', mailboxes: 'attention' },
  });
}

export function cleanUpStep(facts: PlanFacts): OwnStep {
  const { givenByOwners } = facts.mailboxes;
  const step = manualStep(facts, 'clean-up', isFull(facts), 'Comes after the full pass.', {
    text: 'Each script has a clean-up that takes back what it granted: have both providers run them, remove forwarding, and delete the account. Purge the passwords that users gave: Mailferry keeps a receipt. Keep the old mailboxes until the customer agrees to end the contract.',
    action:
      givenByOwners > 0
        ? { kind: 'press', label: 'Purge credentials', press: 'purge-credentials' }
        : { kind: 'link', label: 'Open the scripts', href: `/projects/${facts.project.id}/scripts` },
  });
  if (givenByOwners === 0 || step.state === 'waiting') return step;
  const stored = `${mailboxesOf(givenByOwners)} with a stored password of the owner.`;
  // What a mark says of stored passwords, the facts know better.
  return { ...step, state: step.state === 'done' ? 'attention' : step.state, status: `${stored} ${step.status}` };
}
