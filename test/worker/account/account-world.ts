import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import { accountLink } from '../../../worker/features/account/mint-link.ts';
import { sendDue } from '../../../worker/features/messages/send-due.ts';
import type { OutgoingMail } from '../../../worker/lib/mail/outgoing-mail.ts';
import { oneTimeCode } from '../../fakes/one-time-code.ts';
import type { Answer, Harness } from '../harness.ts';
import { cookieOf, createHarness, ORIGIN, signUp } from '../harness.ts';

export const PUBLIC_URL = 'https://ferry.example';

/** An owner, their requests, a clock, and the mails that were sent. */
export async function accountWorld(changes: Parameters<typeof createHarness>[0] = {}) {
  const clock = { now: Date.now() };
  const mails: OutgoingMail[] = [];
  const { settings } = createHarness().deps;
  const harness: Harness = createHarness({
    now: () => clock.now,
    mailer: {
      drivers: ['outbox'],
      send: async (_way, mail) => {
        mails.push(mail);
        return { end: 'accepted', response: '250 OK' };
      },
    },
    settings: { ...settings, publicUrl: PUBLIC_URL },
    ...changes,
  });
  const owner = await signUp(harness);
  const post = (path: string, body: unknown = {}, cookie = '', headers: Record<string, string> = {}) =>
    harness.ask('POST', path, { body, headers: { ...(cookie && { cookie }), origin: ORIGIN, ...headers } });
  const get = (path: string, cookie: string) => harness.ask('GET', path, { headers: { cookie } });
  const enter = (password = owner.password, email = owner.email, headers = {}) =>
    post('/api/auth/sign-in/email', { email, password }, '', headers);
  return {
    clock,
    mails,
    harness,
    owner,
    post,
    get,
    enter,
    /** A session, without the time that a password takes. */
    openSession: async () => {
      const row = await env.DB.prepare('SELECT id FROM user WHERE email = ?').bind(owner.email).first<{ id: string }>();
      const { headers } = await harness.deps.sessions.open(new Request(ORIGIN), row!.id, true);
      return cookieOf({ headers } as Answer);
    },
    isOpen: async (cookie: string) => (await get('/api/me', cookie)).status === 200,
    /** Sends what waits; returns the mails to an address, the newest first. */
    deliver: async (to: string, workgroupId = owner.workgroupId) => {
      await sendDue(
        { ...harness.deps, secretLinks: { 'password-reset': accountLink, 'email-confirmation': accountLink } },
        workgroupId,
        clock.now + 1,
      );
      return mails.filter((mail) => mail.to === to).toReversed();
    },
    /** Turns two-factor sign-in on for the session; gives the secret and the recovery codes. */
    setUpTwoFactor: async (cookie: string, password = owner.password) => {
      const started = await post('/api/account/two-factor/start', { password }, cookie);
      expect(started.status, JSON.stringify(started.body)).toBe(200);
      const secret = String(started.body.secret);
      const confirmed = await post('/api/account/two-factor/confirm', { code: oneTimeCode(secret, clock.now) }, cookie);
      expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
      return { secret, uri: String(started.body.uri), recoveryCodes: confirmed.body.recoveryCodes as string[] };
    },
    /** Lets time pass until there are new codes. */
    nextStep: () => (clock.now += 60_000),
    events: async () =>
      (await owner.ask('GET', '/api/events?limit=200')).body.items.map(
        ({ type }: { type: string }) => type,
      ) as string[],
  };
}

/** The token in the link of a mail. */
export function tokenIn(mail: OutgoingMail | undefined): string {
  return /#([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

/** Whether an answer opens a session. */
export function opensSession(answer: Answer): boolean {
  return cookieOf(answer).includes('session_token=') && answer.status === 200;
}
