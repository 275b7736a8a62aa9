import { sha256 } from '../../../lib/encoding.ts';
import type { Random } from '../../../lib/ids.ts';

const RECOVERY_CODES = 10;

/** Without letters that look like digits. 32 of them: five bits each, without a bias. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz023456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Ten codes of 80 random bits, such as `k7dm-x2pq-9fwt-h4cz`. */
export function newRecoveryCodes(random: Random): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const bytes = new Uint8Array(GROUPS * GROUP_LENGTH);
    random(bytes);
    const letters = [...bytes].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
    return Array.from({ length: GROUPS }, (_, group) =>
      letters.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH),
    ).join('-');
  });
}

/** What is kept of a code. Capitals, blanks and hyphens make no difference: people copy codes from paper. */
export function recoveryHash(agentId: string, code: string): Promise<string> {
  return sha256(`recovery code of ${agentId}: ${code.toLowerCase().replaceAll(/[\s-]/g, '')}`);
}
