import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { endOtherSessions, endSession, listSessions } from './account-sessions.ts';
import { confirmEmail, requestEmailChange } from './change-email.ts';
import { changeProfile, presentAccount } from './profile.ts';
import {
  Account,
  AccountSessionList,
  EmailChange,
  EmailConfirmed,
  LinkToken,
  ProfileChange,
  SessionsEnded,
} from './schema.ts';

const tag = 'Account';

export const confirmEmailRoutes = new Hono<AppEnv>().post(
  '/confirm-email',
  describe({
    tag,
    summary: 'Confirm an e-mail address',
    description: 'With the token of the link that was sent to it, once. The old address gets a notice.',
    answers: { 200: EmailConfirmed },
    events: ['account.email-changed'],
    problems: {
      409: ['email-taken'],
      410: ['link-invalid', 'link-expired', 'link-used'],
      429: ['too-many-attempts'],
    },
    isPublic: true,
  }),
  valid('json', LinkToken),
  async (c) => c.json({ email: await confirmEmail(c, c.req.valid('json').token) }),
);

/** An agent’s own account. Sessions alone reach it, API keys do not. */
export const accountRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'account.read', summary: 'Get your account', answers: { 200: Account } }),
    async (c) => c.json(await presentAccount(c)),
  )
  .patch(
    '/',
    describe({
      tag,
      action: 'account.update',
      summary: 'Change your name, language or time zone',
      answers: { 200: Account },
      events: ['account.updated'],
    }),
    valid('json', ProfileChange),
    async (c) => {
      await changeProfile(c, c.req.valid('json'));
      return c.json(await presentAccount(c));
    },
  )
  .post(
    '/email',
    describe({
      tag,
      action: 'account.update',
      summary: 'Change your e-mail address',
      description: 'Sends a link to the new address. The address changes once the link was opened.',
      answers: { 202: Account },
      events: ['account.email-change-requested'],
      problems: { 403: ['password-refused'], 429: ['too-many-attempts'] },
    }),
    valid('json', EmailChange),
    async (c) => {
      await requestEmailChange(c, c.req.valid('json'));
      return c.json(await presentAccount(c), 202);
    },
  )
  .get(
    '/sessions',
    describe({ tag, action: 'account.read', summary: 'List your sessions', answers: { 200: AccountSessionList } }),
    async (c) => c.json({ items: await listSessions(c), nextCursor: null }),
  )
  .delete(
    '/sessions/:id',
    describe({
      tag,
      action: 'account.update',
      summary: 'Sign out one of your sessions',
      answers: { 204: 'The session has ended.' },
      events: ['account.sessions-ended'],
      problems: { 404: ['session-not-found'] },
    }),
    async (c) => {
      await endSession(c, c.req.param('id'));
      return c.body(null, 204);
    },
  )
  .post(
    '/sessions/end-others',
    describe({
      tag,
      action: 'account.update',
      summary: 'Sign out all your other sessions',
      answers: { 200: SessionsEnded },
      events: ['account.sessions-ended'],
    }),
    async (c) => c.json({ count: await endOtherSessions(c) }),
  );
