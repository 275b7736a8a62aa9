import { z } from 'zod';
import {
  EmailChange as EmailChangeRequest,
  GivenCode as GivenCodeRequest,
  GivenOtpCode as GivenOtpCodeRequest,
  PasswordConfirmation as PasswordConfirmationRequest,
  PasswordResetRequest as PasswordResetAsked,
  ProfileChange as ProfileChangeRequest,
  TwoFactorConfirmation as TwoFactorConfirmationRequest,
} from '../../lib/account-requests.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';

export const GivenCode = GivenCodeRequest.meta({ ref: 'SecondFactor' });
export const GivenOtpCode = GivenOtpCodeRequest.meta({ ref: 'AuthenticatorCode' });
export const PasswordConfirmation = PasswordConfirmationRequest.meta({ ref: 'PasswordConfirmation' });
export const TwoFactorConfirmation = TwoFactorConfirmationRequest.meta({ ref: 'TwoFactorConfirmation' });
export const ProfileChange = ProfileChangeRequest.meta({ ref: 'ProfileChange' });
export const EmailChange = EmailChangeRequest.meta({ ref: 'EmailChange' });
export const PasswordResetRequest = PasswordResetAsked.meta({ ref: 'PasswordResetRequest' });
export const PasswordResetRequested = z.object({ ok: z.literal(true) }).meta({ ref: 'PasswordResetRequested' });

const Token = z.string().min(1).max(200).describe('What stands behind the # of the link.');

export const PasswordReset = z.strictObject({ token: Token, password: z.string() }).meta({ ref: 'PasswordReset' });

export const LinkToken = z.strictObject({ token: Token }).meta({ ref: 'LinkToken' });

export const EmailConfirmed = z.object({ email: z.string() }).meta({ ref: 'EmailConfirmed' });

export const Account = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    isEmailConfirmed: z.boolean().describe('Whether a link in a message to this address was opened.'),
    newEmail: z.string().nullable().describe('An address that waits for its confirmation.'),
    language: z.enum(LANGUAGES).nullable().describe('Of messages to you. Null: that of the workgroup.'),
    timeZone: z.string().nullable().describe('Null: that of the workgroup.'),
    twoFactor: z.object({
      isOn: z.boolean(),
      since: z.string().nullable(),
      recoveryCodesLeft: z.number().int(),
    }),
  })
  .meta({ ref: 'Account' });

const AccountSession = z
  .object({
    id: z.string(),
    isCurrent: z.boolean(),
    device: z.string().describe('Browser and system, such as `Firefox on Windows`.'),
    from: z.string().nullable().describe('Where the sign-in came from. For IPv6 the network.'),
    signedInAt: z.string(),
    lastUsedAt: z.string().describe('To within five minutes.'),
    expiresAt: z.string(),
  })
  .meta({ ref: 'AccountSession' });

export const AccountSessionList = z
  .object({ items: z.array(AccountSession), nextCursor: z.null() })
  .meta({ ref: 'AccountSessionList' });

export const SessionsEnded = z.object({ count: z.number().int() }).meta({ ref: 'SessionsEnded' });

export const TwoFactorSetup = z
  .object({
    secret: z.string().describe('In base32, to type into an authenticator app.'),
    uri: z.string().describe('The same as an `otpauth:` address, for a QR code.'),
  })
  .meta({ ref: 'TwoFactorSetup' });

export const RecoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()).describe('Each works once. They are not shown again.') })
  .meta({ ref: 'RecoveryCodes' });

export const TwoFactorRequirement = z.strictObject({ isRequired: z.boolean() }).meta({ ref: 'TwoFactorRequirement' });
