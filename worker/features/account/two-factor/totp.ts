import { createOTP } from '@better-auth/utils/otp';
import { isSameText } from '../../../lib/encoding.ts';
import { SECOND_MS } from '../../../lib/units.ts';

/** As authenticator apps take it for granted (RFC 6238): SHA-1, six digits, 30 s. */
const STEP_MS = 30 * SECOND_MS;
/** Clocks differ: the code before and the one after count too. */
const STEPS_ASIDE = 1;
/** As long as the output of its hash (RFC 4226, section 4). */
export const SECRET_BYTES = 20;

/** What an authenticator app reads from a QR code. */
export function otpAddress(secret: Uint8Array, account: string): string {
  return createOTP(secret).url('Mailferry', account);
}

/** The time step that a code belongs to; undefined where it is the code of none that counts now. */
export async function stepOfCode(secret: Uint8Array, code: string, now: number): Promise<number | undefined> {
  const otp = createOTP(secret);
  const current = Math.floor(now / STEP_MS);
  let found: number | undefined;
  for (let step = current - STEPS_ASIDE; step <= current + STEPS_ASIDE; step += 1)
    if (await isSameText(await otp.hotp(step), code)) found = step;
  return found;
}
