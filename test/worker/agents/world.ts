import { env } from 'cloudflare:workers';
import { invitationLink } from '../../../worker/features/agents/invitation-link.ts';
import type { Deps } from '../../../worker/features/kernel/deps.ts';
import { sendDue } from '../../../worker/features/messages/send-due.ts';
import type { MailWay, OutgoingMail } from '../../../worker/lib/mail/outgoing-mail.ts';
import type { Role } from '../../../worker/lib/roles.ts';
import type { Answer, Ask, Harness } from '../harness.ts';
import { createHarness, ORIGIN, signUp } from '../harness.ts';

export type Owner = Awaited<ReturnType<typeof signUp>>;

/** The API with a clock to set, and a mail server that keeps what it gets. */
export function createWorld(changes: { openSignUp?: boolean } = {}) {
  let now = Date.now();
  const mails: { way: MailWay; mail: OutgoingMail }[] = [];
  const base = createHarness();
  const harness: Harness = createHarness({
    now: () => now,
    settings: { ...base.deps.settings, openSignUp: changes.openSignUp ?? false, addresses: { allowPrivate: true } },
    mailer: {
      drivers: ['outbox'],
      send: async (way, mail) => {
        mails.push({ way, mail });
        return { end: 'accepted', response: '250 OK' };
      },
    },
  });
  // The coordinator is written down; the sockets have a test of their own.
  const deps: Deps = harness.deps;
  const send = async (workgroupId: string) =>
    sendDue({ ...deps, secretLinks: { invitation: invitationLink } }, workgroupId, Number.MAX_SAFE_INTEGER);
  const mailsTo = (to: string) => mails.map(({ mail }) => mail).filter((mail) => mail.to === to);
  const tokenIn = (mail: OutgoingMail | undefined): string =>
    /\/invitation#([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
  return {
    harness,
    deps,
    mails,
    mailsTo,
    send,
    pass: (ms: number) => (now += ms),
    /** Invites, sends the message, and gives the invitation with the token of its link. */
    invite: async (owner: Pick<Owner, 'ask' | 'workgroupId'>, email: string, role = 'agent') => {
      const made = await owner.ask('POST', '/api/invitations', { body: { email, role } });
      if (made.status !== 201) throw new Error(`Inviting answered ${JSON.stringify(made.body)}`);
      await send(owner.workgroupId);
      return { id: String(made.body.id), token: tokenIn(mailsTo(email.toLowerCase()).at(-1)) };
    },
    tokenIn,
    look: (token: string, cookie = '') =>
      harness.ask('POST', '/api/invitations/look', { body: { token }, headers: cookie ? { cookie } : {} }),
    accept: (body: Record<string, unknown>, cookie = ''): Promise<Answer> =>
      harness.ask('POST', '/api/invitations/accept', { body, headers: { ...(cookie && { cookie }), origin: ORIGIN } }),
  };
}

export type World = ReturnType<typeof createWorld>;

/** Someone with an account and a session, and a workgroup of their own beside the one that they are put into. */
export async function addAgent({ harness }: World, owner: Pick<Owner, 'workgroupId'>, role: Role) {
  const agent = await signUp(harness);
  const row = await env.DB.prepare('SELECT id FROM user WHERE email = ?').bind(agent.email).first<{ id: string }>();
  const id = row!.id;
  await env.DB.prepare('INSERT INTO member (id, organization_id, user_id, role, created_at) VALUES (?, ?, ?, ?, ?)')
    .bind(harness.deps.newId('mem'), owner.workgroupId, id, role, Date.now())
    .run();
  const cookie = await agent.signIn();
  const ask = withCookie(harness, cookie);
  const enter = (workgroupId = owner.workgroupId) => ask('POST', `/api/workgroups/${workgroupId}/activate`);
  if (role !== 'inactive') await enter();
  return { ...agent, id, cookie, ask, enter, ownWorkgroupId: agent.workgroupId };
}

/** Requests of a browser with this cookie, from the app’s own origin. */
export function withCookie(harness: Harness, cookie: string): Ask {
  return (method, path, options = {}) =>
    harness.ask(method, path, { ...options, headers: { cookie, origin: ORIGIN, ...options.headers } });
}

export async function rolesIn(workgroupId: string): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT role FROM member WHERE organization_id = ? ORDER BY role')
    .bind(workgroupId)
    .all<{ role: string }>();
  return results.map(({ role }) => role);
}
