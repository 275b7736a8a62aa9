import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { GivenOtpCode, PasswordConfirmation, RecoveryCodes, TwoFactorConfirmation, TwoFactorSetup } from './schema.ts';
import {
  confirmTwoFactor,
  disableTwoFactor,
  renewRecoveryCodes,
  startTwoFactor,
} from './two-factor/change-two-factor.ts';

const tag = 'Account';

export const twoFactorRoutes = new Hono<AppEnv>()
  .post(
    '/start',
    describe({
      tag,
      action: 'account.update',
      summary: 'Begin to set up two-factor sign-in',
      description: 'Gives the secret for an authenticator app. A secret that was given before and not confirmed ends.',
      answers: { 200: TwoFactorSetup },
      events: { none: 'Sign-in stays as it is until a code confirms the set-up.' },
      problems: { 403: ['password-refused'], 409: ['two-factor-on'], 429: ['too-many-attempts'] },
    }),
    valid('json', PasswordConfirmation),
    async (c) => c.json(await startTwoFactor(c, c.req.valid('json').password)),
  )
  .post(
    '/confirm',
    describe({
      tag,
      action: 'account.update',
      summary: 'Turn on two-factor sign-in',
      description: 'With a code of the app. Ends all your other sessions. Gives the recovery codes.',
      answers: { 200: RecoveryCodes },
      events: ['account.two-factor-enabled'],
      problems: {
        401: ['unauthenticated', 'code-refused'],
        409: ['two-factor-on', 'two-factor-not-started'],
        429: ['too-many-attempts'],
      },
    }),
    valid('json', GivenOtpCode),
    async (c) => c.json({ recoveryCodes: await confirmTwoFactor(c, c.req.valid('json').code) }),
  )
  .post(
    '/disable',
    describe({
      tag,
      action: 'account.update',
      summary: 'Turn off two-factor sign-in',
      description: 'With the password and either a code of the app or a recovery code.',
      answers: { 204: 'Sign-in asks for the password only.' },
      events: ['account.two-factor-disabled'],
      problems: {
        401: ['unauthenticated', 'code-refused'],
        403: ['password-refused'],
        409: ['two-factor-off'],
        429: ['too-many-attempts'],
      },
    }),
    valid('json', TwoFactorConfirmation),
    async (c) => {
      await disableTwoFactor(c, c.req.valid('json'));
      return c.body(null, 204);
    },
  )
  .post(
    '/recovery-codes',
    describe({
      tag,
      action: 'account.update',
      summary: 'Replace the recovery codes',
      description: 'With the password and either a code of the app or a recovery code. The old codes end.',
      answers: { 200: RecoveryCodes },
      events: ['account.recovery-codes-renewed'],
      problems: {
        401: ['unauthenticated', 'code-refused'],
        403: ['password-refused'],
        409: ['two-factor-off'],
        429: ['too-many-attempts'],
      },
    }),
    valid('json', TwoFactorConfirmation),
    async (c) => c.json({ recoveryCodes: await renewRecoveryCodes(c, c.req.valid('json')) }),
  );
