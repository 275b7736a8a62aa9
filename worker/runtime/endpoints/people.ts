import { isNoAnswer, NO_ANSWER } from '../../exchange/faults/no-answer.ts';
import { readPeople } from '../../exchange/people.ts';
import type { FindPeople } from '../../features/kernel/deps.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { refusalOf } from '../../lib/address.ts';
import type { ProbeSettings } from './probe.ts';
import { createSignInPlatform } from './sign-in-platform.ts';

/** A person waits for it. */
const TIMEOUT_MS = 15_000;
/** Of one call: few enough for any platform, and enough for a company of some hundreds. */
const MAX_REQUESTS = 40;
const MAX_MS = 10_000;

/** Reads address lists over the network, within the address policy, by the gateway where that is needed. */
export function createFindPeople(
  policy: AddressPolicy,
  { gateway, resolverUrl, timeoutMs = TIMEOUT_MS }: ProbeSettings = {},
): FindPeople {
  return async ({ origins, trustedCertificates, ...request }) => {
    if (refusalOf(new URL(request.url), policy) !== undefined)
      return { ok: false, kind: 'unreachable', code: 'address-refused', message: 'The address is not allowed.' };
    const platform = createSignInPlatform(policy, { gateway, origins, trustedCertificates, resolverUrl, isLook: true });
    try {
      const bounds = { maxRequests: MAX_REQUESTS, maxMs: MAX_MS, timeoutMs: Math.min(timeoutMs, TIMEOUT_MS) };
      const read = await readPeople({ ...platform, ...request, ...bounds });
      if (read.ok) {
        const { people, left = null, isComplete, waitMs = null } = read;
        return { ok: true, people, left, isComplete, waitMs };
      }
      const { kind, code, message, operation, line } = read.fault;
      const about = { ok: false, ...(operation !== undefined && { operation }), ...(line && { line }) } as const;
      // Nobody stops a look: it was cut off by its own limit.
      if (kind === 'stopped') return { ...about, kind: 'transient', code: 'timeout', message };
      if (isNoAnswer({ code })) return { ...about, kind: 'unreachable', code: 'no-answer', message: NO_ANSWER };
      return { ...about, kind, code, message };
    } finally {
      platform.close();
    }
  };
}
