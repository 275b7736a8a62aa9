import { z } from './zod.ts';
import { AgentEmail } from './email.ts';
import { LANGUAGES } from './mail/languages.ts';
import { plainText } from './plain-text.ts';
import { TimeZone } from './time-zone.ts';

/** As an authenticator app shows it; blanks in it do not matter. */
const OtpCode = z
  .string()
  .max(20)
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'The code has six digits.'));

const RecoveryCode = z.string().trim().min(1, 'Enter a recovery code.').max(40);

/** What proves the second factor: a code of the app, or one of the recovery codes. */
export const GivenOtpCode = z.strictObject({ code: OtpCode });

export const GivenRecoveryCode = z.strictObject({ recoveryCode: RecoveryCode });

/** Either of the two. */
export const GivenCode = z.union([GivenOtpCode, GivenRecoveryCode]);

const CurrentPassword = z.string().min(1, 'Enter your password.').max(1000);

export const PasswordConfirmation = z.strictObject({ password: CurrentPassword });

/** What it takes to change the second factor of an account. */
export const TwoFactorConfirmation = z.union([
  z.strictObject({ password: CurrentPassword, code: OtpCode }),
  z.strictObject({ password: CurrentPassword, recoveryCode: RecoveryCode }),
]);

/** As the form checks it, before it is known which of the two codes it is. */
export const PasswordAndCode = z.strictObject({
  password: CurrentPassword,
  code: z.string().trim().min(1, 'Enter a code.').max(40),
});

export const ProfileChange = z.strictObject({
  name: plainText('Your name is missing.', 100).optional(),
  language: z.enum(LANGUAGES).nullable().optional().describe('Of messages to you. Null: that of the workgroup.'),
  timeZone: TimeZone.nullable().optional().describe('As IANA names it. Null: that of the workgroup.'),
});

export const EmailChange = z.strictObject({ email: AgentEmail, password: CurrentPassword });

/** As the forms check new passwords; the API has more rules, which need a list of common ones. */
export const NewPassword = z.strictObject({ password: z.string().min(1, 'Choose a password.') });

export const PasswordChangeForm = z.strictObject({
  currentPassword: z.string().min(1, 'Enter your current password.'),
  newPassword: z.string().min(1, 'Choose a new password.'),
});

export const PasswordResetRequest = z.strictObject({ email: AgentEmail });
