import { FaultError, type Fault } from '../../engine/model/fault.ts';
import { isBoundTo, withConsentOf } from '../../features/credentials/bound-to.ts';
import { endpointPasswordBinding, mailboxPasswordBinding } from '../../features/credentials/open-credentials.ts';
import { SealError } from '../../features/credentials/seal-error.ts';
import type { EndpointRow } from '../../features/endpoints/table.ts';
import type { BoundTo, SealBinding, Vault } from '../../features/kernel/deps.ts';
import { serverOf } from '../../features/mailboxes/server-of.ts';
import type { Job } from './load-job.ts';
import { endpointOf, needsConsent, type Login, type Side } from './rediscover.ts';

/**
 * The owner's own credentials where they are known, the endpoint's administrator otherwise. They are opened only for the
 * server that has the mailbox. Throws FaultError where there are none, or they were given for other servers.
 */
export async function credentialsOf(job: Job, side: Side, vault: Vault): Promise<Login & { impersonate: boolean }> {
  const { mailbox } = job;
  const [login, sealed, email] =
    side === 'source'
      ? [mailbox.sourceLogin, mailbox.sourcePasswordSealed, mailbox.sourceEmail]
      : [mailbox.destinationLogin, mailbox.destinationPasswordSealed, mailbox.destinationEmail];
  const endpoint = endpointOf(job, side);
  const open = (binding: SealBinding, text: string) => openFor(job, side, endpoint, vault, binding, text);
  if (sealed !== null) {
    const opened = await open(mailboxPasswordBinding(mailbox.id, `${side}_password`), sealed);
    return { username: login ?? email, ...opened, impersonate: false, isOwner: true };
  }
  const { id, username, passwordSealed, useImpersonation: impersonate } = endpoint;
  if (username !== null && passwordSealed !== null)
    return { username, ...(await open(endpointPasswordBinding(id), passwordSealed)), impersonate, isOwner: false };
  throw new FaultError({
    ...faultAt(side),
    code: 'no-credentials',
    message: `Neither the ${side} endpoint nor the mailbox has a user name and password.`,
  });
}

async function openFor(
  job: Job,
  side: Side,
  endpoint: EndpointRow,
  vault: Vault,
  binding: SealBinding,
  sealed: string,
): Promise<Pick<Login, 'password' | 'boundTo'>> {
  const { named, isOwn } = serverOf(job, side);
  const sealedFor = vault.boundTo(sealed);
  const boundTo = withConsentOf(sealedFor ?? NOWHERE, endpoint);
  // A mailbox that has moved to a host whose consent has ended, or that the password was not given for.
  if (isOwn && sealedFor && !isBoundTo(boundTo, named))
    throw needsConsent({ ...faultAt(side), kind: 'wrong-server', code: '', message: '' }, new URL(named).hostname);
  try {
    return { password: await vault.open(binding, sealed, named), boundTo };
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    const { failure, message } = error;
    const code = failure === 'other-server' ? 'password-for-other-server' : 'password-unreadable';
    throw new FaultError({ ...faultAt(side), code, message });
  }
}

/** Of what is no sealed value; nothing opens it either. */
const NOWHERE: BoundTo = { origin: 'https://nowhere.invalid', hosts: [] };

function faultAt(side: Side): Pick<Fault, 'kind' | 'scope' | 'side'> {
  return { kind: 'credentials', scope: 'mailbox', side };
}
