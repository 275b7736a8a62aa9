import { Hono } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { SignInRequest } from '../workgroups/schema.ts';
import { changePassword, PasswordChange } from './change-password.ts';
import { handOverPlain } from './hand-over.ts';
import { completeSignIn } from './pending-sign-in.ts';
import { requestPasswordReset } from './request-password-reset.ts';
import { resetPassword } from './reset-password.ts';
import { GivenCode, PasswordReset, PasswordResetRequest, PasswordResetRequested } from './schema.ts';
import { signIn } from './sign-in.ts';

const Session = z.looseObject({}).nullable().meta({ ref: 'Session' });
const Success = z.looseObject({}).meta({ ref: 'AuthAnswer' });

const tag = 'Sign-in';
const OWN_SESSION = { none: 'It concerns the agent’s own session alone.' };

export const authRoutes = new Hono<AppEnv>()
  .post(
    '/sign-in/email',
    describe({
      tag,
      summary: 'Sign in',
      description:
        'The response sets the session cookie. If the account has two-factor sign-in, it is `{"twoFactorRequired": true, "expiresAt": …}` and sets a cookie for the second step instead: send the code to `/api/auth/two-factor` by then.',
      answers: { 200: Success },
      problems: { 400: ['sign-in-request-invalid'], 401: ['sign-in-refused'], 429: ['too-many-attempts'] },
      events: OWN_SESSION,
      requestBody: SignInRequest,
      isPublic: true,
    }),
    (c) => signIn(c),
  )
  .post(
    '/two-factor',
    describe({
      tag,
      summary: 'Send the code of a two-factor sign-in',
      description:
        'The second step of a sign-in. Either `code`, of the authenticator app, or `recoveryCode`. Each code works once. The response sets the session cookie.',
      answers: { 200: Success },
      problems: { 401: ['sign-in-expired', 'code-refused'], 429: ['too-many-attempts'] },
      events: ['account.recovery-code-used'],
      isPublic: true,
    }),
    valid('json', GivenCode),
    (c) => completeSignIn(c, c.req.valid('json')),
  )
  .post(
    '/sign-out',
    describe({ tag, summary: 'Sign out', answers: { 200: Success }, events: OWN_SESSION, isPublic: true }),
    (c) => handOverPlain(c),
  )
  .get(
    '/get-session',
    describe({ tag, summary: 'Get the current session', answers: { 200: Session }, isPublic: true }),
    (c) => handOverPlain(c),
  )
  .post(
    '/change-password',
    describe({
      tag,
      summary: 'Change your password',
      description: 'Ends all your other sessions.',
      answers: { 200: Success },
      problems: {
        400: ['sign-in-request-invalid'],
        401: ['sign-in-refused'],
        429: ['too-many-attempts'],
      },
      events: ['agent.password-changed'],
      requestBody: PasswordChange,
      isPublic: true,
    }),
    (c) => changePassword(c),
  )
  .post(
    '/request-password-reset',
    describe({
      tag,
      summary: 'Ask for a link to reset a password',
      description:
        'Sends a message with a link to the address if it has an account. The answer is the same if it has none.',
      answers: { 202: PasswordResetRequested },
      problems: { 429: ['too-many-attempts'] },
      events: { none: 'It changes nothing but sends a message, which has an event of its own.' },
      isPublic: true,
    }),
    valid('json', PasswordResetRequest),
    async (c) => {
      await requestPasswordReset(c, c.req.valid('json').email);
      return c.json({ ok: true as const }, 202);
    },
  )
  .post(
    '/reset-password',
    describe({
      tag,
      summary: 'Reset a password',
      description:
        'With the token of a link, once. Ends all sessions of the account and signs nobody in. Two-factor sign-in stays as it is.',
      answers: { 204: 'The new password is set.' },
      problems: {
        410: ['link-invalid', 'link-expired', 'link-used'],
        422: ['validation-failed'],
        429: ['too-many-attempts'],
      },
      events: ['account.password-reset'],
      isPublic: true,
    }),
    valid('json', PasswordReset),
    async (c) => {
      await resetPassword(c, c.req.valid('json'));
      return c.body(null, 204);
    },
  );
