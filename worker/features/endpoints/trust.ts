import type { TrustedCertificates } from '../../lib/origin-facts.ts';
import { can } from '../../lib/permissions.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { problem } from './errors.ts';

/** What a request says about trust: for the host of the endpoint itself, and by host. Null takes trust away. */
export type TrustRequest = {
  trustedCertificate?: string | null | undefined;
  trustedCertificates?: Readonly<Record<string, string | null>> | undefined;
};

/** Throws `endpoint-trust-not-allowed` if a request changes trust and its caller may not. */
export function requireTrustRight({ role }: Principal, request: TrustRequest): void {
  const isAsked = request.trustedCertificate !== undefined || request.trustedCertificates !== undefined;
  if (isAsked && !can(role, 'endpoint.trust')) throw problem('endpoint-trust-not-allowed');
}

/** What is trusted once a request is carried out. `host` is that of the endpoint; undefined while it is not known. */
export function trustAfter(
  before: TrustedCertificates,
  { trustedCertificate, trustedCertificates = {} }: TrustRequest,
  host: string | undefined,
): Record<string, string> {
  const own = host === undefined || trustedCertificate === undefined ? {} : { [host]: trustedCertificate };
  const after = Object.entries<string | null>({ ...before, ...trustedCertificates, ...own });
  return Object.fromEntries(after.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Whether the same is trusted. */
export function isSameTrust(a: TrustedCertificates, b: TrustedCertificates): boolean {
  const hosts = Object.keys(a);
  return hosts.length === Object.keys(b).length && hosts.every((host) => a[host] === b[host]);
}

/** Says in the log who trusts what, and who no longer does. */
export function logTrust(
  { log }: Pick<Deps, 'log'>,
  { workgroupId, actorId }: Principal,
  endpointId: string,
  before: TrustedCertificates,
  after: TrustedCertificates,
): void {
  for (const host of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const sha256 = after[host];
    if (sha256 === before[host]) continue;
    const facts = { workgroupId, endpointId, actorId, host, sha256: sha256 ?? before[host] };
    log.info(sha256 === undefined ? 'certificate-trust-ended' : 'certificate-trusted', facts);
  }
}
