import type { Fault } from '../../engine/model/fault.ts';
import { faultOf } from '../../engine/model/fault.ts';
import { createConnection } from '../../exchange/client/connection.ts';
import { probeEndpoint } from '../../exchange/probe.ts';
import { examine } from '../../exchange/probe/examine.ts';
import { signInOnce } from '../../exchange/sign-in-once.ts';
import { isNoAnswer, NO_ANSWER } from '../../exchange/faults/no-answer.ts';
import { createAuthenticator, requireScheme, type SignInPlatform } from '../../exchange/transport/sign-in/sign-in.ts';
import { describeVersion } from '../../exchange/operations/versions.ts';
import type { Probe, ProbeRequest, ProbeResult } from '../../features/kernel/deps.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import { refusalOf } from '../../lib/address.ts';
import type { GatewaySettings } from '../platform/gateway-settings.ts';
import { createSignInPlatform } from './sign-in-platform.ts';

/**
 * Long enough for a server that wakes up, and for a look by the gateway at one whose handshake hangs. A look at a port
 * that does not answer takes as long, closed or not.
 */
const TIMEOUT_MS = 25_000;

/** A person waits for it. */
const ONCE_TIMEOUT_MS = 15_000;

export type ProbeSettings = {
  gateway?: GatewaySettings | undefined;
  /** Where names are looked up before anything connects to them. */
  resolverUrl?: string | undefined;
  timeoutMs?: number | undefined;
};

/** A look at an Exchange server over the network, within the address policy, by the gateway where that is needed. */
export function createProbe(
  policy: AddressPolicy,
  { gateway, resolverUrl, timeoutMs = TIMEOUT_MS }: ProbeSettings = {},
): Probe {
  return async (request) => {
    if (refusalOf(new URL(request.url), policy) !== undefined) {
      return failed([], { kind: 'unreachable', code: 'address-refused', message: 'The address is not allowed.' });
    }
    const { origins, trustedCertificates } = request;
    const { once, isWhole } = request;
    // What repeats an unanswered request over another route could sign in twice.
    const isLook = once === undefined;
    const platform = createSignInPlatform(policy, { gateway, origins, trustedCertificates, resolverUrl, isLook });
    try {
      const result = once
        ? await signsInOnce(request, once, platform, Math.min(timeoutMs, ONCE_TIMEOUT_MS))
        : await (isWhole ? examines : looksAt)(request, platform, timeoutMs);
      return { ...result, origins: platform.learnt() };
    } finally {
      platform.close();
    }
  };
}

async function signsInOnce(
  { url, credentials, mailbox }: ProbeRequest,
  once: NonNullable<ProbeRequest['once']>,
  platform: SignInPlatform,
  timeoutMs: number,
): Promise<ProbeResult> {
  if (!credentials || mailbox === undefined) throw new TypeError('a single sign-in needs credentials and a mailbox');
  const seen = await signInOnce({ ...platform, url, credentials, mailbox, once, timeoutMs });
  return seen.ok ? { ok: true, version: null, authSchemes: seen.authSchemes } : failed(seen.authSchemes, seen.fault);
}

async function examines(
  { url, credentials, mailbox, useImpersonation }: ProbeRequest,
  platform: ReturnType<typeof createSignInPlatform>,
  timeoutMs: number,
): Promise<ProbeResult> {
  const { authSchemes, version, fault, facts } = await examine({
    ...platform,
    url,
    impersonate: useImpersonation,
    timeoutMs,
    ...(credentials && { credentials }),
    ...(mailbox !== undefined && { mailbox }),
  });
  const seen = fault ? failed(authSchemes, fault) : ({ ok: true, authSchemes, version: null } as const);
  return { ...seen, version: version ?? null, facts };
}

async function looksAt(request: ProbeRequest, platform: SignInPlatform, timeoutMs: number): Promise<ProbeResult> {
  const { url, credentials, mailbox, useImpersonation } = request;
  const seen = await probeEndpoint({
    ...platform,
    url,
    impersonate: useImpersonation,
    timeoutMs,
    ...(credentials ? { credentials } : {}),
    ...(mailbox === undefined ? {} : { mailbox }),
  });
  if (!seen.ok) return failed(seen.authSchemes, seen.fault);
  if (!credentials || mailbox !== undefined)
    return { ok: true, version: seen.version ?? null, authSchemes: seen.authSchemes };
  return signsIn(url, platform, credentials, seen.authSchemes, timeoutMs);
}

/**
 * Whether a user name and password open the server at all. No mailbox is named, and the account need not have one: any
 * answer but a refused sign-in shows that it was let in.
 */
async function signsIn(
  url: string,
  platform: SignInPlatform,
  credentials: { username: string; password: string },
  authSchemes: string[],
  timeoutMs: number,
): Promise<ProbeResult> {
  const authenticator = createAuthenticator(
    requireScheme(authSchemes, url, 'source', credentials),
    credentials,
    platform,
  );
  const connection = createConnection({
    url,
    side: 'source',
    authenticator,
    mailbox: credentials.username,
    impersonate: false,
    newRequestId: () => crypto.randomUUID(),
    timeoutMs,
  });
  try {
    const server = await connection.server(AbortSignal.timeout(timeoutMs));
    const version = server.major === 0 ? null : describeVersion(server);
    return { ok: true, version, authSchemes };
  } catch (error) {
    const fault = faultOf(error, 'endpoint');
    // A SOAP fault about the mailbox comes after the sign-in.
    const isLetIn = fault.kind === 'access' && fault.code.startsWith('Error') && !/Password|Account/.test(fault.code);
    return isLetIn ? { ok: true, version: null, authSchemes } : failed(authSchemes, fault);
  } finally {
    authenticator.close?.();
  }
}

function failed(authSchemes: string[], fault: Pick<Fault, 'kind' | 'code' | 'message' | 'line'>): ProbeResult {
  const { line } = fault;
  // Nobody stops a look: it was cut off by its own limit.
  const isCutOff = fault.kind === 'stopped';
  const kind = isCutOff ? 'transient' : fault.kind;
  const code = isCutOff ? 'timeout' : fault.code;
  const about = { ok: false, version: null, authSchemes } as const;
  if (isNoAnswer({ code })) return { ...about, kind: 'unreachable', code: 'no-answer', message: NO_ANSWER };
  return { ...about, kind, code, message: fault.message, ...(line && { line }) };
}
