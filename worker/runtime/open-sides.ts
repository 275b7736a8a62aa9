import { FaultError, type Fault } from '../engine/fault.ts';
import type { MailboxDestination, MailboxSource } from '../engine/mailbox.ts';
import type { Authenticator } from '../exchange/authenticator.ts';
import type { Connection } from '../exchange/connection.ts';
import { createConnection } from '../exchange/connection.ts';
import { createExchangeDestination } from '../exchange/destination.ts';
import { createAuthenticator, learningAuthenticator, requireScheme } from '../exchange/sign-in.ts';
import { createExchangeSource } from '../exchange/source.ts';
import { openCredentials } from '../features/endpoints/probe-endpoint.ts';
import type { Vault } from '../features/kernel/deps.ts';
import { mailboxPasswordBinding } from '../features/mailboxes/add-mailboxes.ts';
import { createDiscover, discoverSettings } from './discover.ts';
import type { Env } from './env.ts';
import { numberOf } from './env.ts';
import type { Job } from './load-job.ts';
import { rediscover, serverOf, type Login } from './rediscover.ts';
import { createSignInPlatform } from './sign-in-platform.ts';
import { createVault, readVaultKeys } from './vault.ts';

type Side = 'source' | 'destination';

/** Both sides share the six connections that an invocation may have; whether an idle socket counts is not documented. */
const SOCKETS_PER_SIDE = 3;

/**
 * Opens the credentials of both sides, here and nowhere else in a pass, and signs in with them, as each server offers
 * it. `close` ends what connections belong to the two.
 */
export async function openSides(
  job: Job,
  env: Env,
): Promise<{
  source: MailboxSource;
  destination: MailboxDestination;
  /** Finds the server that has a mailbox now; see rediscover.ts. */
  rediscover: (fault: Fault) => Promise<boolean>;
  close: () => void;
}> {
  const vault = createVault(readVaultKeys(env), (bytes) => void crypto.getRandomValues(bytes));
  const policy = { allowPrivate: env.ALLOW_PRIVATE_ENDPOINTS === 'true' };
  const platform = createSignInPlatform(policy, numberOf(env.SOCKETS_PER_SIDE, SOCKETS_PER_SIDE));
  const authenticators: Authenticator[] = [];
  const connect = async (side: Side): Promise<Connection> => {
    const endpoint = side === 'source' ? job.sourceEndpoint : job.destinationEndpoint;
    const { username, password, impersonate } = await credentialsOf(job, side, vault);
    const credentials = { username, password };
    const { url, isOwn } = serverOf(job, side);
    const authSchemes = isOwn ? [] : endpoint.authSchemes;
    // Where no one has looked at the server yet, its first answer tells.
    const authenticator =
      authSchemes.length === 0
        ? learningAuthenticator(credentials, platform, side)
        : createAuthenticator(requireScheme(authSchemes, url, side), credentials, platform);
    authenticators.push(authenticator);
    return createConnection({
      url,
      side,
      authenticator,
      mailbox: side === 'source' ? job.mailbox.sourceEmail : job.mailbox.destinationEmail,
      impersonate,
      newRequestId: () => crypto.randomUUID(),
      ...(env.ANSWER_TIMEOUT_MS !== undefined && { timeoutMs: numberOf(env.ANSWER_TIMEOUT_MS, 0) }),
    });
  };
  const [source, destination] = await Promise.all([connect('source'), connect('destination')]);
  return {
    source: createExchangeSource(source),
    destination: createExchangeDestination(destination),
    rediscover: (fault) =>
      rediscover(job, fault, (side) => credentialsOf(job, side, vault), createDiscover(policy, discoverSettings(env))),
    close: () => {
      for (const authenticator of authenticators) authenticator.close?.();
    },
  };
}

/** The owner's own credentials where they are known, the endpoint's administrator otherwise. */
async function credentialsOf(job: Job, side: Side, vault: Vault): Promise<Login & { impersonate: boolean }> {
  const { mailbox } = job;
  const [login, sealed, email] =
    side === 'source'
      ? [mailbox.sourceLogin, mailbox.sourcePasswordSealed, mailbox.sourceEmail]
      : [mailbox.destinationLogin, mailbox.destinationPasswordSealed, mailbox.destinationEmail];
  if (sealed !== null) {
    const password = await vault.open(mailboxPasswordBinding(mailbox.id, `${side}_password`), sealed);
    return { username: login ?? email, password, impersonate: false, isOwner: true };
  }
  const endpoint = side === 'source' ? job.sourceEndpoint : job.destinationEndpoint;
  const credentials = await openCredentials({ vault }, endpoint);
  if (credentials) return { ...credentials, impersonate: endpoint.useImpersonation, isOwner: false };
  throw new FaultError({
    kind: 'credentials',
    scope: 'mailbox',
    code: 'no-credentials',
    message: `Neither the ${side} endpoint nor the mailbox has a user name and password.`,
    side,
  });
}
