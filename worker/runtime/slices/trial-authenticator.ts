import { FaultError } from '../../engine/model/fault.ts';
import type { Authenticator } from '../../exchange/transport/authenticator.ts';
import { beginTrial, type TriedPassword } from '../../features/credentials/password-trial.ts';
import type { Vault } from '../../features/kernel/deps.ts';
import { consoleLog as log } from '../platform/log.ts';
import type { Job } from './load-job.ts';
import type { Side } from './rediscover.ts';

/**
 * An authenticator whose password counts as a guess until a server accepts it. Throws FaultError with the time to wait
 * if too many were tried: then nothing is sent.
 */
export async function trialAuthenticator(
  authenticator: Authenticator,
  tried: TriedPassword,
  { db, workgroupId }: Pick<Job, 'db' | 'workgroupId'>,
  side: Side,
  vault: Pick<Vault, 'tagOf'>,
): Promise<Authenticator> {
  const now = Date.now;
  const trial = await beginTrial({ db, now, vault }, workgroupId, tried);
  if ('waitUntil' in trial)
    throw new FaultError({
      kind: 'busy',
      scope: 'mailbox',
      side,
      code: 'sign-in-limited',
      message: 'Too many passwords were tried for this account, or in this workgroup.',
      retryAfterMs: Math.max(1, trial.waitUntil - now()),
    });
  const { accept } = trial;
  return accept === undefined ? authenticator : withAcceptance(authenticator, accept);
}

/** Calls `accept` once, as soon as the server answers as it answers those who have signed in. */
function withAcceptance(authenticator: Authenticator, accept: () => Promise<void>): Authenticator {
  let accepting: Promise<void> | undefined;
  return {
    get scheme() {
      return authenticator.scheme;
    },
    send: async (url, init) => {
      const response = await authenticator.send(url, init);
      if (response.status !== 200) return response;
      // Not known as accepted, it counts as a guess: nothing else depends on it.
      await (accepting ??= accept().catch((error: unknown) => log.error('password-not-noted', { error })));
      return response;
    },
    ...(authenticator.keepApart && { keepApart: () => authenticator.keepApart?.() }),
    close: () => authenticator.close?.(),
  };
}
