import type { ActorKind, EventType } from './event-types.ts';
import type { EventChange, EventSubject } from './event.ts';
import { fieldWords, valueWords } from './event-words.ts';
import type { MessageKind } from './mail/message-kinds.ts';
import { MESSAGE_KINDS } from './mail/message-kinds.ts';
import type { PlanStep } from './plan-steps.ts';
import { STEP_TITLES } from './plan-steps.ts';

/** What of an event a sentence is made of. */
export type Told = {
  type: EventType;
  actor: { kind: ActorKind; name: string };
  subject: EventSubject;
  changes: readonly EventChange[];
  data: Readonly<Record<string, unknown>>;
};

const PASSES: Readonly<Record<string, string>> = {
  verify: 'verify pass',
  inventory: 'inventory pass',
  trial: 'trial pass',
  'pre-stage': 'pre-stage pass',
  full: 'full pass',
  'retry-errors': 'pass to retry errors',
};

type Teller = (what: Told & { name: string }) => string;

const ENDS: Readonly<Record<string, string>> = {
  'pass.completed': 'completed',
  'pass.failed': 'failed',
  'pass.stopped': 'stopped',
};

const PAUSES: Readonly<Record<string, string>> = {
  gone: ': its receiver answered 410',
  failing: ': every attempt of five days failed',
};

/** Why credentials were deleted. */
const PURGES: Readonly<Record<string, string>> = {
  unused: ': no pass has used them for long',
};

const endOfPass: Teller = ({ type, subject, data }) => {
  const runs = (data.runs ?? {}) as Partial<Record<'completed' | 'failed' | 'stopped', number>>;
  const parts = (['completed', 'failed', 'stopped'] as const).filter((end) => (runs[end] ?? 0) > 0);
  const counts = parts.map((end) => `${String(runs[end])} ${end}`).join(', ');
  const ofMailboxes = counts === '' ? '' : `: ${plural(data.mailboxCount, 'mailbox', 'mailboxes')}, ${counts}`;
  return `The ${passOf(subject)}${ofProject(data)} ${ENDS[type] ?? 'ended'}${ofMailboxes}`;
};

const failureOf: Teller = ({ data }) => {
  const failure = data.failure as { title?: string } | undefined;
  return failure?.title ? `: ${failure.title}` : '';
};

/** What each type of event says. `name` is who did it. */
const TELLERS: Readonly<Record<EventType, Teller>> = {
  'workgroup.created': ({ name, subject }) => `${name} signed up with the workgroup ${quoted(subject)}`,
  'workgroup.updated': (it) => `${it.name} changed the workgroup ${quoted(it.subject)}${listed(it)}`,
  'invitation.created': ({ name, subject, data }) => `${name} invited ${subject.name} as ${text(data.role)}`,
  'invitation.resent': ({ name, subject }) => `${name} had the invitation of ${subject.name} sent again`,
  'invitation.revoked': ({ name, subject }) => `${name} revoked the invitation of ${subject.name}`,
  'invitation.accepted': ({ name, subject, data }) =>
    `${name} (${subject.name}) accepted the invitation and joined as ${text(data.role)}`,
  'agent.role-changed': ({ name, subject, changes }) =>
    `${name} changed the role of ${subject.name} from ${text(changes[0]?.from)} to ${text(changes[0]?.to)}`,
  'agent.made-owner': ({ name, subject }) => `${name} transferred the ownership to ${subject.name}`,
  'agent.removed': ({ name, subject }) => `${name} removed ${subject.name} from the workgroup`,
  'agent.password-changed': ({ name }) => `${name} changed their password`,
  'workgroup.two-factor-required': ({ name, changes }) =>
    changes[0]?.to === true
      ? `${name} required two-factor sign-in of all agents`
      : `${name} no longer requires two-factor sign-in of all agents`,
  'agent.two-factor-reset': ({ name, subject }) => `${name} turned off two-factor sign-in for ${subject.name}`,
  'account.updated': (it) => `${it.name} changed their profile${listed(it)}`,
  'account.email-change-requested': ({ name, data }) =>
    `${name} asked to change their e-mail address to ${text(data.email)}`,
  'account.email-changed': (it) => `${it.name} confirmed a new e-mail address${listed(it)}`,
  'account.password-reset': ({ subject }) => `The password of ${subject.name} was reset by a link in a message`,
  'account.sessions-ended': ({ name }) => `${name} signed out other devices`,
  'account.two-factor-enabled': ({ name }) => `${name} turned on two-factor sign-in`,
  'account.two-factor-disabled': ({ name }) => `${name} turned off two-factor sign-in`,
  'account.recovery-codes-renewed': ({ name }) => `${name} replaced their recovery codes`,
  'account.recovery-code-used': ({ name, data }) =>
    `${name} signed in with a recovery code; ${plural(data.left, 'code is', 'codes are')} left`,
  'api-key.created': ({ name, subject, data }) =>
    `${name} created the API key ${quoted(subject)} with the role ${text(data.role)}`,
  'api-key.revoked': ({ name, subject }) => `${name} revoked the API key ${quoted(subject)}`,
  'customer.created': ({ name, subject }) => `${name} added the customer ${quoted(subject)}`,
  'customer.updated': (it) => `${it.name} changed the customer ${quoted(it.subject)}${listed(it)}`,
  'customer.archived': ({ name, subject }) => `${name} archived the customer ${quoted(subject)}`,
  'customer.restored': ({ name, subject }) => `${name} restored the customer ${quoted(subject)}`,
  'customer.deleted': ({ name, subject }) => `${name} deleted the customer ${quoted(subject)}`,
  'customer-user.added': ({ name, subject, data }) => {
    if (subject.kind === 'project')
      return `${name} added ${plural(data.count, 'user', 'users')}${ofCustomer(data)} with the mailboxes of the project ${quoted(subject)}`;
    if (subject.kind === 'customer')
      return `${name} imported ${plural(data.count, 'user', 'users')} of the customer ${quoted(subject)}`;
    return `${name} added the user ${subject.name}${ofCustomer(data)}`;
  },
  'customer-user.updated': (it) => {
    if (it.subject.kind === 'project')
      return `${it.name} added addresses to ${plural(it.data.count, 'user', 'users')}${ofCustomer(it.data)} with the mailboxes of the project ${quoted(it.subject)}`;
    return it.subject.kind === 'customer'
      ? `${it.name} imported names or addresses of ${plural(it.data.count, 'user', 'users')} of the customer ${quoted(it.subject)}`
      : `${it.name} changed the user ${it.subject.name}${ofCustomer(it.data)}${listed(it)}`;
  },
  'customer-user.deleted': ({ name, subject, data }) => `${name} deleted the user ${subject.name}${ofCustomer(data)}`,
  'provider.added': ({ name, subject }) => `${name} added the provider ${quoted(subject)}`,
  'provider.updated': (it) => `${it.name} changed the provider ${quoted(it.subject)}${listed(it)}`,
  'provider.deleted': ({ name, subject, data }) =>
    data.isUndone === true
      ? `${name} deleted the correction of the provider ${quoted(subject)}`
      : `${name} deleted the provider ${quoted(subject)}`,
  'endpoint.created': ({ name, subject }) => `${name} added the endpoint ${quoted(subject)}`,
  'endpoint.updated': (it) => `${it.name} changed the endpoint ${quoted(it.subject)}${listed(it)}`,
  'endpoint.tested': ({ name, subject, data }) =>
    `${name} tested the connection of the endpoint ${quoted(subject)}: ${data.health === 'ok' ? 'it works' : text(data.detail) || 'it failed'}`,
  'endpoint.deleted': ({ name, subject }) => `${name} deleted the endpoint ${quoted(subject)}`,
  'certificate.trusted': ({ name, subject, data, changes }) =>
    `${name} trusted the certificate ${short(changes[0]?.to)} of ${text(data.host)} for the endpoint ${quoted(subject)}`,
  'certificate.trust-ended': ({ name, subject, data, changes }) =>
    `${name} withdrew the trust in the certificate ${short(changes[0]?.from)} of ${text(data.host)} for the endpoint ${quoted(subject)}`,
  'project.created': ({ name, subject }) => `${name} added the project ${quoted(subject)}`,
  'project.updated': (it) => `${it.name} changed the project ${quoted(it.subject)}${listed(it)}`,
  'project.archived': ({ name, subject }) => `${name} archived the project ${quoted(subject)}`,
  'project.restored': ({ name, subject }) => `${name} restored the project ${quoted(subject)}`,
  'project.shared': ({ name, subject, data }) => `${name} gave ${namesOf(data.agents)} the project ${quoted(subject)}`,
  'project.unshared': ({ name, subject, data }) =>
    `${name} took the project ${quoted(subject)} from ${namesOf(data.agents)}`,
  'project.step-marked': ({ name, subject, data }) =>
    `${name} marked the step “${stepOf(data)}” of the project ${quoted(subject)} as ${data.isDone === true ? 'done' : 'not done'}`,
  'project.completed': ({ subject, data }) =>
    `The project ${quoted(subject)} is completed: ${plural(data.mailboxCount, 'mailbox', 'mailboxes')}${withErrors(data)}`,
  'wave.created': ({ name, subject, data }) => `${name} created the wave ${quoted(subject)}${ofProject(data)}`,
  'wave.updated': (it) => `${it.name} changed the wave ${quoted(it.subject)}${ofProject(it.data)}${listed(it)}`,
  'wave.deleted': ({ name, subject, data }) =>
    `${name} deleted the wave ${quoted(subject)}${ofProject(data)} with ${plural(data.mailboxes, 'mailbox', 'mailboxes')}, which stay in the project`,
  'saved-filter.created': ({ name, subject }) => `${name} saved the filter ${quoted(subject)}`,
  'saved-filter.updated': (it) => `${it.name} changed the saved filter ${quoted(it.subject)}${listed(it)}`,
  'saved-filter.deleted': ({ name, subject }) => `${name} deleted the saved filter ${quoted(subject)}`,
  'mailbox.added': ({ name, subject, data }) =>
    `${name} added ${countedMailboxes(data)} to the project ${quoted(subject)}`,
  'mailbox.updated': (it) => {
    const { name, subject, data } = it;
    if (subject.kind === 'mailbox') return `${name} changed the mailbox ${subject.name}${listed(it)}`;
    const fields = (Array.isArray(data.fields) ? (data.fields as string[]) : []).map(fieldWords).join(', ');
    return `${name} changed ${countedMailboxes(data)} of the project ${quoted(subject)}: ${fields}`;
  },
  'mailbox.deleted': ({ name, subject, data }) =>
    subject.kind === 'mailbox'
      ? `${name} deleted the mailbox ${subject.name}`
      : `${name} deleted ${countedMailboxes(data)} from the project ${quoted(subject)}`,
  'mailbox.tested': ({ name, subject, data }) =>
    `${name} tested the mailbox ${subject.name}: ${data.failed === 0 ? 'it opens on both servers' : `${plural(data.failed, 'check', 'checks')} failed`}`,
  'mailbox.import-undone': ({ name, subject, data }) =>
    `${name} removed ${plural(data.count, 'mailbox', 'mailboxes')} from the project ${quoted(subject)} again`,
  'mailbox.completed': ({ subject, data }) =>
    `The ${passOf({ name: text(data.passType) })} on the mailbox ${subject.name} completed${withErrors(data)}`,
  'mailbox.failed': (it) =>
    `The ${passOf({ name: String(it.data.passType) })} on the mailbox ${it.subject.name} failed${failureOf(it)}`,
  'mailbox.paused': (it) => `The mailbox ${it.subject.name} paused and waits for someone to act${failureOf(it)}`,
  'mailbox.waiting_for_end_user': ({ subject, data }) =>
    `The ${passOf({ name: text(data.passType) })} on the mailbox ${subject.name} waits for its end user`,
  'credentials.requested': ({ name, subject, data }) =>
    `${name} asked for the credentials of ${plural(data.count, 'mailbox', 'mailboxes')} by the start of the ${passOf(subject)}${ofProject(data)}`,
  'credentials.received': ({ subject }) => `The end user of the mailbox ${subject.name} gave credentials that work`,
  'credentials.purged': ({ name, actor, subject, data }) =>
    `${actor.kind === 'system' ? 'Mailferry' : name} deleted the credentials that the end user of the mailbox ${subject.name} gave${PURGES[text(data.reason)] ?? ''}`,
  'credential-request.resent': (it) =>
    it.actor.kind === 'end-user'
      ? `The holder of an old link asked for a new one for the mailbox ${it.subject.name}`
      : `${it.name} had the credential ${requestsOf(it)} sent again`,
  'credential-request.reminded': ({ subject }) => `The end user of the mailbox ${subject.name} is reminded`,
  'credential-request.revoked': (it) => `${it.name} ended the credential ${requestsOf(it)}`,
  'credential-request.expired': ({ subject }) =>
    `The credential request for the mailbox ${subject.name} expired without an answer`,
  'credential-request.link-copied': ({ name, subject }) =>
    `${name} copied the link of the credential request for the mailbox ${subject.name}`,
  'mail-settings.updated': (it) => `${it.name} changed the mail settings${listed(it)}`,
  'template.updated': (it) => `${it.name} changed the template ${quoted(it.subject)}${fieldsOnly(it)}`,
  'template.reset': ({ name, subject }) => `${name} returned to the usual text of the template ${quoted(subject)}`,
  'look.updated': (it) => `${it.name} changed how messages look${listed(it)}`,
  'message.tested': ({ name, subject }) => `${name} sent a test message to ${subject.name}`,
  'message.resent': ({ name, subject }) => `${name} had the message to ${subject.name} sent again`,
  'message.sent': (it) => `The ${messageOf(it)} was sent`,
  'message.failed': (it) => `The ${messageOf(it)} failed: ${text(it.data.response)}`,
  'message.bounced': (it) => `The ${messageOf(it)} bounced: ${text(it.data.response)}`,
  'notice.created': (it) =>
    `${it.name} ${typeof it.data.sendAt === 'string' ? 'scheduled' : 'sent'} the ${noticeOf(it)}${ofProject(it.data)} for ${plural(it.data.count, 'mailbox', 'mailboxes')}`,
  'notice.cancelled': (it) => `${it.name} cancelled the ${noticeOf(it)}`,
  'notice.sent': (it) => `The ${noticeOf(it)} went to ${plural(it.data.count, 'user', 'users')}${skippedOf(it)}`,
  'pass.started': ({ name, subject, data }) =>
    `${name} started a ${passOf(subject)}${ofProject(data)} on ${plural(data.mailboxCount, 'mailbox', 'mailboxes')}`,
  'script.sent': ({ name, subject, data }) => `${name} had the script “${text(data.title)}” sent to ${subject.name}`,
  'pass.stop-requested': ({ name, subject, data }) =>
    data.count === undefined
      ? `${name} stopped the ${passOf(subject)}`
      : `${name} stopped ${plural(data.count, 'mailbox', 'mailboxes')} of the ${passOf(subject)}`,
  'pass.completed': endOfPass,
  'pass.failed': endOfPass,
  'pass.stopped': endOfPass,
  'licence.turned-on': ({ name }) => `${name} turned licences on`,
  'licence.turned-off': ({ name }) => `${name} turned licences off`,
  'licence.ordered': (it) => `${it.name} placed the order ${it.subject.name}: ${licencesOf(it)}`,
  'licence.order-paid': (it) =>
    it.actor.kind === 'system'
      ? `The order ${it.subject.name} was paid by card: ${licencesOf(it)}`
      : `${it.name} marked the order ${it.subject.name} as paid: ${licencesOf(it)}`,
  'licence.order-cancelled': ({ name, actor, subject }) =>
    actor.kind === 'system'
      ? `The payment page of the order ${subject.name} expired`
      : `${name} cancelled the order ${subject.name}`,
  'licence.order-refunded': (it) => `The payment of the order ${it.subject.name} was refunded: ${licencesOf(it)}`,
  'licence.applied': ({ name, subject, data }) =>
    `${name} applied the ${text(data.licence)} to ${plural(data.count, 'user', 'users')} of the customer ${quoted(subject)}`,
  'licence.revoked': ({ name, subject, data }) =>
    subject.kind === 'customer'
      ? `${name} revoked ${plural(data.count, 'licence', 'licences')} of users of the customer ${quoted(subject)}`
      : `${name} revoked the ${text(data.licence)} of the user ${quoted(subject)}`,
  'licence.reserved': ({ subject, data }) =>
    subject.kind === 'pass'
      ? `The ${passOf(subject)}${ofProject(data)} reserved ${plural(data.count, 'licence', 'licences')}`
      : `The mailbox ${subject.name} reserved a licence and continues`,
  'licence.missing': ({ subject, data }) =>
    `The ${passOf(subject)}${ofProject(data)} has too few licences: ${plural(data.count, 'mailbox waits', 'mailboxes wait')}`,
  'licence.returned': ({ subject }) => `The mailbox ${subject.name} returned its licence: nothing was copied`,
  'licence.consumed': ({ subject, data }) =>
    `The ${passOf({ name: text(data.passType) })} on the mailbox ${subject.name} consumed its licence`,
  'licence.limit-reached': ({ subject }) => `The mailbox ${subject.name} paused at the data limit of its licence`,
  'webhook.created': ({ name, subject }) => `${name} created the webhook ${quoted(subject)}`,
  'webhook.updated': (it) => `${it.name} changed the webhook ${quoted(it.subject)}${listed(it)}`,
  'webhook.paused': ({ name, subject, data }) =>
    `${name} paused the webhook ${quoted(subject)}${PAUSES[String(data.reason)] ?? ''}`,
  'webhook.resumed': ({ name, subject }) => `${name} resumed the webhook ${quoted(subject)}`,
  'webhook.secret-rotated': ({ name, subject }) => `${name} gave the webhook ${quoted(subject)} a new secret`,
  'webhook.old-secret-ended': ({ name, subject }) => `${name} ended the old secret of the webhook ${quoted(subject)}`,
  'webhook.tested': ({ name, subject }) => `${name} sent a test to the webhook ${quoted(subject)}`,
  'webhook.redelivered': ({ name, subject }) => `${name} sent deliveries of the webhook ${quoted(subject)} again`,
  'webhook.deleted': ({ name, subject }) => `${name} deleted the webhook ${quoted(subject)}`,
};

/** An event as one sentence: who changed what of which, from what to what. */
export function sentenceOf(event: Told): string {
  const { kind, name } = event.actor;
  const tell: Teller | undefined = TELLERS[event.type];
  // Of a version of Mailferry that knew more.
  if (!tell) return `${event.type}: ${event.subject.name}.`;
  const sentence = tell({ ...event, name: kind === 'api-key' ? `The API key “${name}”` : name });
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const stepOf = ({ step }: Told['data']): string => STEP_TITLES[step as PlanStep] ?? text(step);
const messageOf = ({ subject, data }: Told): string =>
  `message “${MESSAGE_KINDS[data.kind as MessageKind]?.title ?? text(data.kind)}” to ${subject.name}`;
const noticeOf = ({ subject }: Told): string =>
  `notice “${MESSAGE_KINDS[subject.name as MessageKind]?.title ?? subject.name}”`;
const skippedOf = ({ data }: Told): string =>
  typeof data.skipped === 'number' && data.skipped > 0 ? `; ${String(data.skipped)} skipped` : '';
const licencesOf = ({ data }: Told): string =>
  `${typeof data.count === 'number' ? String(data.count) : '0'} × ${text(data.licence)}`;
/** Of long texts, which of them changed. */
const fieldsOnly = ({ changes }: Told): string =>
  changes.length === 0 ? ' without a difference' : `: ${changes.map(({ field }) => fieldWords(field)).join(', ')}`;
const requestsOf = ({ subject, data }: Told): string =>
  subject.kind === 'mailbox'
    ? `request for the mailbox ${subject.name}`
    : `requests for ${plural(data.count, 'mailbox', 'mailboxes')} of the ${subject.kind === 'pass' ? passOf(subject) : `project ${quoted(subject)}`}`;
const quoted = ({ name }: { name: string }): string => `“${name}”`;
/** “Ada, Ben and Cleo”. */
const namesOf = (names: unknown): string => {
  const all = Array.isArray(names) ? (names as string[]) : [];
  return all.length < 2 ? (all[0] ?? 'nobody') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
};
const passOf = ({ name }: { name: string }): string => PASSES[name] ?? 'pass';
const ofProject = ({ projectName }: Told['data']): string =>
  typeof projectName === 'string' ? ` of the project “${projectName}”` : '';
const ofCustomer = ({ customerName }: Told['data']): string =>
  typeof customerName === 'string' ? ` of the customer “${customerName}”` : '';
/** A fingerprint as far as people compare it at a glance. */
const short = (value: unknown): string => (typeof value === 'string' ? `${value.slice(0, 16)}…` : '');

function plural(count: unknown, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${typeof count === 'number' ? String(count) : '0'} ${many}`;
}

function withErrors({ errors }: Told['data']): string {
  return typeof errors === 'number' && errors > 0 ? ` with ${plural(errors, 'error', 'errors')}` : '';
}

/** One mailbox by its address, or how many there are. */
function countedMailboxes({ count, examples }: Told['data']): string {
  const [first] = Array.isArray(examples) ? (examples as string[]) : [];
  return count === 1 && first ? `the mailbox ${first}` : plural(count, 'mailbox', 'mailboxes');
}

function listed({ changes, data }: Told): string {
  const names = (data.names ?? {}) as Record<string, string>;
  if (changes.length === 0) return ' without a difference';
  return `: ${changes
    .map(({ field, from, to }) => {
      const words = fieldWords(field);
      if (/password/i.test(field)) return `${words} ${String(to)}`;
      return `${words} from ${valueWords(from, names)} to ${valueWords(to, names)}`;
    })
    .join('; ')}`;
}
