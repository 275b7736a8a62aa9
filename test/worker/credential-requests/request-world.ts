import { boundToServer } from '../../../worker/features/credentials/bound-to.ts';
import { mailboxPasswordBinding } from '../../../worker/features/credentials/open-credentials.ts';
import { followMessage } from '../../../worker/features/credential-requests/follow-message.ts';
import { credentialLink } from '../../../worker/features/credential-requests/link.ts';
import type { Received } from '../../../worker/features/credential-requests/receive-credentials.ts';
import { receiveCredentials } from '../../../worker/features/credential-requests/receive-credentials.ts';
import type { FoundLink } from '../../../worker/features/credential-requests/store.ts';
import { findLink } from '../../../worker/features/credential-requests/store.ts';
import type { Deps } from '../../../worker/features/kernel/deps.ts';
import { sendDue } from '../../../worker/features/messages/send-due.ts';
import { createCredentialSender } from '../../../worker/runtime/delivery/credential-sender.ts';
import { sha256 } from '../../../worker/lib/encoding.ts';
import type { OutgoingMail } from '../../../worker/lib/mail/outgoing-mail.ts';
import type { Outcome } from '../../../worker/lib/mail/outcome.ts';
import { DAY_MS } from '../../../worker/lib/units.ts';
import type { Ask, Harness, Loose } from '../harness.ts';
import type { ADMIN } from '../harness.ts';
import { createHarness, makeProject, signUp } from '../harness.ts';
import { listOpenRuns } from '../open-runs.ts';

export const PUBLIC_URL = 'https://ferry.example';
const ACCEPTED: Outcome = { end: 'accepted', response: '250 OK' };
export const BOUNCED: Outcome = { end: 'refused', by: 'recipient', isFinal: true, response: '550 No such user' };

export type RequestWorld = Awaited<ReturnType<typeof requestWorld>>;

/** A project whose owners of mailboxes are asked, a clock, and the mails that went out. */
export async function requestWorld({
  mailboxes = 1,
  admin = null as typeof ADMIN | null,
  role = 'owner' as const,
} = {}) {
  const clock = { now: Date.UTC(2027, 2, 1, 9) };
  const mails: OutgoingMail[] = [];
  const mailServer = { answer: ACCEPTED };
  const { settings } = createHarness().deps;
  const harness: Harness = createHarness({
    now: () => clock.now,
    mailer: {
      drivers: ['outbox'],
      send: async (_way, mail) => {
        if (mailServer.answer.end === 'accepted') mails.push(mail);
        return mailServer.answer;
      },
    },
    settings: { ...settings, publicUrl: PUBLIC_URL },
  });
  const owner = await signUp(harness, role);
  const { ask, workgroupId } = owner;
  const { deps } = harness;
  const project = await makeProject(ask, mailboxes, admin);
  const { projectId } = project;
  const path = `/api/projects/${projectId}`;
  const links = { 'credential-request': credentialLink, reminder: credentialLink };
  const followers = { 'credential-request': followMessage, reminder: followMessage };
  const world = {
    clock,
    mails,
    mailServer,
    harness,
    owner,
    ask,
    workgroupId,
    ...project,
    mailboxIds: project.mailboxIds.map(String),
    path,
    start: (type = 'full', more: Record<string, unknown> = {}) =>
      ask('POST', `${path}/passes`, { body: { type, ...more } }),
    /** Sends what waits. */
    deliver: () => sendDue({ ...deps, secretLinks: links, followers }, workgroupId, clock.now + 1),
    /** What the schedule does. Gives when it is needed next. */
    runDue: () => createCredentialSender(deps).sendDue(workgroupId, clock.now, clock.now + 1),
    later: (days: number) => (clock.now += days * DAY_MS),
    requests: async (query = '') => (await ok(ask('GET', `${path}/credential-requests${query}`), 200)).items as Loose[],
    mailboxes: async () => (await ok(ask('GET', `${path}/mailboxes?limit=1000`), 200)).items as Loose[],
    runs: () => listOpenRuns(deps.db, workgroupId, projectId),
    events: async (type = '') =>
      (await ok(ask('GET', `/api/events?limit=1000${type && `&type=${type}`}`), 200)).items as Loose[],
    link: async (token: string) => findLink(deps.db, await sha256(token)),
    count: async (table: string, where = 'true') =>
      (
        await deps.db.$client
          .prepare(`SELECT count(*) AS n FROM ${table} WHERE workgroup_id = ? AND ${where}`)
          .bind(workgroupId)
          .first<{ n: number }>()
      )?.n,
    /** As the page does once the server has accepted what a person entered. */
    answer: (token: string, password = 'hers'): Promise<boolean> => answer(harness, token, password),
  };
  return world;
}

export async function ok(asked: ReturnType<Ask>, status: number): Promise<Loose> {
  const answered = await asked;
  if (answered.status !== status) throw new Error(`${String(answered.status)} ${JSON.stringify(answered.body)}`);
  return answered.body;
}

/** The token in the link of a mail. */
export function tokenIn(mail: { text: string } | undefined): string {
  return /\/r\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
}

async function answer({ deps }: Harness, token: string, password: string): Promise<boolean> {
  const tokenHash = await sha256(token);
  const found = await findLink(deps.db, tokenHash);
  if (!found) throw new Error('There is no such link.');
  const { request, mailbox } = found;
  return receiveCredentials(deps, { request, mailbox, way: { tokenHash } }, await sealedFor(deps, found, password));
}

/** What a person entered for each side that the request asks for, sealed for the mailbox. */
async function sealedFor({ vault }: Deps, found: FoundLink, password: string): Promise<Received> {
  const received: Received = {};
  for (const side of found.request.sides) {
    const binding = mailboxPasswordBinding(found.mailbox.id, `${side}_password`);
    const sealed = await vault.seal(binding, boundToServer(found[side]), password);
    received[side] = { login: found.mailbox[`${side}Email`], sealed };
  }
  return received;
}
