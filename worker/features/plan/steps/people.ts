import type { PlanFacts } from '../facts.ts';
import type { OwnStep } from '../step.ts';
import { countOf, mailboxesOf } from '../step.ts';

export function credentialsStep({ mailboxes, requests }: PlanFacts): OwnStep {
  const { total, withoutCredentials: missing, ofOwners } = mailboxes;
  const step = {
    id: 'credentials',
    text: 'With admin credentials there is nothing to collect. Without, each owner gets a mail with a secure link, enters their password there, and the server checks it at once. The pass then continues automatically. Announce the mail beforehand, or people take it for phishing.',
    action: null,
  } as const;
  if (total === 0) return { ...step, state: 'waiting', at: null, status: 'Add the mailboxes first.' };
  if (requests.lapsed > 0)
    return {
      ...step,
      state: 'attention',
      at: null,
      status: `${countOf(requests.lapsed, 'link')} expired or could not be delivered. Send them again by the menu Credentials.`,
      action: { kind: 'press', label: 'Show them', press: 'show-mailboxes', mailboxes: 'waiting' },
    };
  if (requests.open > 0)
    return {
      ...step,
      state: 'waiting',
      at: null,
      status: `${countOf(requests.open, 'owner')} asked, no answer yet.`,
      action: { kind: 'press', label: 'Show them', press: 'show-mailboxes', mailboxes: 'waiting' },
    };
  if (missing > 0)
    return {
      ...step,
      state: 'open',
      at: null,
      status: `${mailboxesOf(missing)} without credentials. A verify pass asks their owners.`,
      action: { kind: 'press', label: 'Verify and ask the owners', press: 'start-pass', pass: 'verify' },
    };
  if (ofOwners === 0)
    return {
      ...step,
      state: 'not-needed',
      at: null,
      status: 'The credentials of agents and endpoints open every mailbox.',
    };
  return { ...step, state: 'done', at: null, status: `${mailboxesOf(ofOwners)} opened by what their owners gave.` };
}

export function notifyStep(facts: PlanFacts): OwnStep {
  const { sent, lastSentAt, scheduled, nextAt } = facts.notices['migration-notice'];
  const step = {
    id: 'notify',
    text: 'Say when it happens, what changes, and what to do on the first day: new address of webmail, new password, a new Outlook profile, phones to be set up again. Write a week ahead, and again the day before.',
    action: { kind: 'link', label: 'Notify users', href: `/projects/${facts.project.id}/notify` },
    isOptional: true,
  } as const;
  if (scheduled > 0) return { ...step, state: 'waiting', at: nextAt, status: 'A notice is scheduled.' };
  if (sent > 0) return { ...step, state: 'done', at: lastSentAt, status: `${countOf(sent, 'notice')} sent.` };
  if (facts.mailboxes.total === 0) return { ...step, state: 'waiting', at: null, status: 'Add the mailboxes first.' };
  return { ...step, state: 'open', at: null, status: 'Nobody has been notified.' };
}
