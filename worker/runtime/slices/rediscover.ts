import { FaultError, type Fault } from '../../engine/model/fault.ts';
import { serverOf } from '../../features/mailboxes/server-of.ts';
import { setOwnServer } from '../../features/mailboxes/store.ts';
import type { BoundTo, Discover } from '../../features/kernel/deps.ts';
import type { Job } from './load-job.ts';

export type Side = 'source' | 'destination';

export function endpointOf({ sourceEndpoint, destinationEndpoint }: Job, side: Side): Job['sourceEndpoint'] {
  return side === 'source' ? sourceEndpoint : destinationEndpoint;
}

export type Login = {
  username: string;
  password: string;
  isOwner: boolean;
  /** Where the password may be sent. */
  boundTo: BoundTo;
};

/**
 * Asks autodiscover for the mailbox's server after one said that another has it, and stores the answer. True if the
 * server changed. Credentials go only to hosts that their seal allows. Throws FaultError if the mailbox is on another
 * host: someone must consent and enter the password for it.
 */
export async function rediscover(
  job: Job,
  fault: Fault,
  login: (side: Side) => Promise<Login>,
  discover: Discover,
): Promise<boolean> {
  const { side } = fault;
  if (side === undefined) return false;
  const endpoint = endpointOf(job, side);
  const { mailbox } = job;
  const { username, password, boundTo } = await login(side);
  const found = await discover({
    address: side === 'source' ? mailbox.sourceEmail : mailbox.destinationEmail,
    credentials: { username, password },
    consentHosts: [boundTo.origin, ...boundTo.hosts],
    server: new URL(endpoint.url).origin,
    trustsDomain: false,
    trustedCertificates: endpoint.trustedCertificates,
  });
  const elsewhere = found.ok
    ? found.needsConsent
    : found.failure === 'needs-consent'
      ? found.consentHosts[0]
      : undefined;
  if (elsewhere) throw needsConsent(fault, elsewhere);
  if (!found.ok || found.ewsUrl === serverOf(job, side).url) return false;
  const { ewsUrl: url, host } = found;
  const own = url === endpoint.url ? null : { url, insteadOf: endpoint.url, ...(host !== undefined && { host }) };
  await setOwnServer(job.db, job.workgroupId, mailbox.id, side, own);
  return true;
}

/** The mailbox is on a host that may not be given the password. */
export function needsConsent(fault: Fault, host: string): FaultError {
  return new FaultError({ ...fault, code: 'needs-consent', message: `It refers to ${host}.` });
}
