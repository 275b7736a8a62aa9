import { FaultError, type Fault } from '../../engine/model/fault.ts';
import { setOwnServer } from '../../features/mailboxes/store.ts';
import type { Discover } from '../../features/kernel/deps.ts';
import type { Job } from './load-job.ts';

export type Side = 'source' | 'destination';

/** The EWS address of a side: the mailbox's own, where it is known to be elsewhere than the endpoint. */
export function serverOf(
  { mailbox, sourceEndpoint, destinationEndpoint }: Pick<Job, 'mailbox' | 'sourceEndpoint' | 'destinationEndpoint'>,
  side: Side,
): { url: string; isOwn: boolean } {
  const { url } = side === 'source' ? sourceEndpoint : destinationEndpoint;
  const own = mailbox[side === 'source' ? 'sourceServer' : 'destinationServer'];
  return own && own.insteadOf === url ? { url: own.url, isOwn: true } : { url, isOwn: false };
}

export function endpointOf({ sourceEndpoint, destinationEndpoint }: Job, side: Side): Job['sourceEndpoint'] {
  return side === 'source' ? sourceEndpoint : destinationEndpoint;
}

export type Login = { username: string; password: string; isOwner: boolean };

/**
 * Asks autodiscover where the mailbox is now, after a server said that another one has it, and keeps that. True where
 * it is elsewhere. An administrator's credentials go to the endpoint's own host and to those that were consented to;
 * the owner's also to the hosts of the mailbox's domain. Throws FaultError where the mailbox is on a host that may
 * not have them: someone has to consent.
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
  const { username, password, isOwner } = await login(side);
  const { origin, hostname } = new URL(endpoint.url);
  const found = await discover({
    address: side === 'source' ? mailbox.sourceEmail : mailbox.destinationEmail,
    credentials: { username, password },
    consentHosts: [hostname, ...endpoint.consentHosts],
    server: origin,
    trustsDomain: isOwner,
    trustedCertificates: endpoint.trustedCertificates,
  });
  const elsewhere = found.ok
    ? found.needsConsent
    : found.failure === 'needs-consent'
      ? found.consentHosts[0]
      : undefined;
  if (elsewhere) throw new FaultError({ ...fault, code: 'needs-consent', message: `It names ${elsewhere}.` });
  if (!found.ok || found.ewsUrl === serverOf(job, side).url) return false;
  const own = found.ewsUrl === endpoint.url ? null : { url: found.ewsUrl, insteadOf: endpoint.url };
  await setOwnServer(job.db, job.workgroupId, mailbox.id, side, own);
  return true;
}
