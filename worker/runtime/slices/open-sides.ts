import { closedDestination } from '../../engine/model/closed-destination.ts';
import { FaultError, type Fault } from '../../engine/model/fault.ts';
import type { MailboxDestination, MailboxSource } from '../../engine/model/mailbox.ts';
import type { Authenticator } from '../../exchange/transport/authenticator.ts';
import type { Connection } from '../../exchange/client/connection.ts';
import { createConnection } from '../../exchange/client/connection.ts';
import { createExchangeDestination } from '../../exchange/destination.ts';
import { createAuthenticator, learningAuthenticator, requireScheme } from '../../exchange/transport/sign-in/sign-in.ts';
import { createExchangeSource } from '../../exchange/source.ts';
import { createCapabilities, type ServerCapabilities } from '../../exchange/client/capabilities.ts';
import type { Spend } from '../../engine/pacing/spend.ts';
import type { EndpointRow } from '../../features/endpoints/table.ts';
import { serverOf } from '../../features/mailboxes/server-of.ts';
import { knownBefore } from './keep-capabilities.ts';
import type { AddressPolicy } from '../../lib/address.ts';
import type { Origins } from '../../lib/origin-facts.ts';
import type { SeenThrottling } from '../../lib/seen-throttling.ts';
import { createDiscover, discoverSettings } from '../endpoints/discover.ts';
import type { Env } from '../passes/env.ts';
import { addressPolicy } from '../platform/address-policy.ts';
import { gatewaySettings } from '../platform/gateway-settings.ts';
import { numberOf } from '../platform/number-of.ts';
import { credentialsOf } from './credentials-of.ts';
import type { Job } from './load-job.ts';
import type { OpenedGate } from './open-gate.ts';
import { openOwnGate, openSharedGate } from './open-gate.ts';
import { restingGate } from './processor.ts';
import { trialAuthenticator } from './trial-authenticator.ts';
import { spendingGate } from './spending-gate.ts';
import { createThrottlingNotes } from './throttling-notes.ts';
import type { KnownServer, RunMemory } from '../passes/run-memory.ts';
import { endpointOf, rediscover, type Login, type Side } from './rediscover.ts';
import { createSignInPlatform } from '../endpoints/sign-in-platform.ts';
import { createVault, readVaultKeys } from '../platform/vault.ts';

const SIDES: readonly Side[] = ['source', 'destination'];

/** Both sides share the six connections that an invocation may have; whether an idle socket counts is not documented. */
const SOCKETS_PER_SIDE = 3;

export type OpenedSides = {
  source: MailboxSource;
  destination: MailboxDestination;
  /** What the gates of this mailbox alone have learnt, and what the servers were seen to do. */
  learnt: () => Pick<RunMemory, 'limiters' | 'standings' | 'capabilities' | 'listed'>;
  /** What was learnt of the servers themselves, whichever mailbox is copied. */
  learntOfServers: () => { endpoint: EndpointRow; server: KnownServer }[];
  /** Endpoints whose servers asked this slice to slow down. */
  throttled: () => { endpoint: EndpointRow; seen: SeenThrottling }[];
  /** What was learnt of the ways to servers, by endpoint. */
  learntOrigins: () => { endpoint: EndpointRow; learnt: Origins }[];
  /** Finds the server that has a mailbox now; see rediscover.ts. */
  rediscover: (fault: Fault) => Promise<boolean>;
  /** Ends the connections of both sides, and gives shares of an account's gate back. */
  close: () => Promise<void>;
};

/**
 * Opens the credentials of both sides (the only place in a pass that does), and signs in with a scheme that each server
 * offers.
 */
export async function openSides(
  job: Job,
  lease: { runId: string; lease: number },
  env: Env,
  spend: Spend,
): Promise<OpenedSides> {
  const vault = createVault(readVaultKeys(env), (bytes) => void crypto.getRandomValues(bytes));
  const policy = addressPolicy(env);
  const onCall = () => spend.count('server');
  const platforms = {
    source: platformOf(job.sourceEndpoint, env, policy, onCall),
    destination: platformOf(job.destinationEndpoint, env, policy, onCall),
  };
  const authenticators: Authenticator[] = [];
  const gates = new Map<Side, OpenedGate>();
  const throttling = { source: createThrottlingNotes(Date.now), destination: createThrottlingNotes(Date.now) };
  const { standings, listed } = job.memory;
  // Even if the slice finds the mailbox elsewhere, this is the server that it talked to.
  const urls = { source: serverOf(job, 'source').url, destination: serverOf(job, 'destination').url };
  const capabilitiesOf = (side: Side): ServerCapabilities =>
    createCapabilities(Date.now, standings?.[side], knownBefore(job, side, Date.now()), listed?.[side]);
  const capabilities = { source: capabilitiesOf('source'), destination: capabilitiesOf('destination') };
  const serversAs = (keptAs: 'mailbox' | 'server'): [Side, KnownServer][] =>
    SIDES.flatMap((side) => {
      const learnt = capabilities[side].learnt(keptAs);
      return learnt === undefined ? [] : [[side, { url: urls[side], learnt }]];
    });
  const openGate = (side: Side, { username, isOwner, impersonate }: Login & { impersonate: boolean }): OpenedGate => {
    // Servers charge the owner or, with impersonation, the mailbox; otherwise the account, for every mailbox it opens.
    if (isOwner || impersonate) return openOwnGate(side, job.memory.limiters[side]);
    const { url } = serverOf(job, side);
    // A call of one side may wait for one of the other: the two never wait in one row.
    const isSameServer = serverOf(job, 'source').url === serverOf(job, 'destination').url;
    const name = [job.workgroupId, url, username.toLowerCase(), ...(isSameServer ? [side] : [])].join(' ');
    return openSharedGate(side, name, `${lease.runId}:${lease.lease}`, env);
  };
  const connect = async (side: Side): Promise<Connection> => {
    const endpoint = endpointOf(job, side);
    const account = await credentialsOf(job, side, vault);
    const { username, password, impersonate } = account;
    const credentials = { username, password };
    const { url, isOwn } = serverOf(job, side);
    const authSchemes = isOwn ? [] : endpoint.authSchemes;
    const platform = platforms[side];
    // If the server has not been probed yet, its first answer shows the schemes.
    const signIn =
      authSchemes.length === 0
        ? learningAuthenticator(credentials, platform, side)
        : createAuthenticator(requireScheme(authSchemes, url, side, credentials), credentials, platform);
    const tried = { url, hosts: account.boundTo.hosts, ...credentials };
    const authenticator = await trialAuthenticator(signIn, tried, job, side, vault);
    authenticators.push(authenticator);
    const opened = openGate(side, account);
    gates.set(side, opened);
    return createConnection({
      url,
      side,
      authenticator,
      mailbox: side === 'source' ? job.mailbox.sourceEmail : job.mailbox.destinationEmail,
      impersonate,
      newRequestId: () => crypto.randomUUID(),
      gate: spendingGate(restingGate(throttling[side].watch(opened.gate), job.projectId), side, spend),
      capabilities: capabilities[side],
      ...(env.ANSWER_TIMEOUT_MS !== undefined && { timeoutMs: numberOf(env.ANSWER_TIMEOUT_MS, 0) }),
    });
  };
  // An inventory counts the source even where there is no way to sign in at the destination.
  const closed = (error: unknown): MailboxDestination => {
    const isFinding = job.order.type === 'inventory' && error instanceof FaultError;
    if (!isFinding || error.fault.retryAfterMs !== undefined) throw error;
    return closedDestination(error.fault);
  };
  const [source, destination] = await Promise.all([
    connect('source').then(createExchangeSource),
    connect('destination').then(createExchangeDestination).catch(closed),
  ]);
  return {
    source,
    destination,
    learnt: () => {
      const limiters: RunMemory['limiters'] = {};
      for (const [side, { learnt }] of gates) if (learnt) limiters[side] = learnt();
      const { source, destination } = capabilities;
      const standings = { source: source.operations.learnt(), destination: destination.operations.learnt() };
      const listed = { source: source.hour.learnt(), destination: destination.hour.learnt() };
      return { limiters, standings, capabilities: Object.fromEntries(serversAs('mailbox')), listed };
    },
    throttled: () =>
      SIDES.flatMap((side) => {
        const seen = throttling[side].seen();
        return seen ? [{ endpoint: endpointOf(job, side), seen }] : [];
      }),
    learntOfServers: () => serversAs('server').map(([side, server]) => ({ endpoint: endpointOf(job, side), server })),
    rediscover: async (fault) => {
      // A search makes many calls: the next slice meets the same server, and has room for them.
      if (spend.isSpent()) return true;
      const discover = createDiscover(policy, discoverSettings(env), onCall);
      return rediscover(job, fault, (side) => credentialsOf(job, side, vault), discover);
    },
    learntOrigins: () => {
      const learnt = { source: platforms.source.learnt(), destination: platforms.destination.learnt() };
      // Both sides may be one endpoint.
      return job.sourceEndpoint.id === job.destinationEndpoint.id
        ? [{ endpoint: job.sourceEndpoint, learnt: { ...learnt.source, ...learnt.destination } }]
        : [
            { endpoint: job.sourceEndpoint, learnt: learnt.source },
            { endpoint: job.destinationEndpoint, learnt: learnt.destination },
          ];
    },
    close: async () => {
      for (const authenticator of authenticators) authenticator.close?.();
      for (const platform of Object.values(platforms)) platform.close();
      await Promise.all([...gates.values()].map((gate) => gate.close()));
    },
  };
}

/** Signs in to the servers of an endpoint, by the ways that are remembered of them. */
function platformOf(
  { origins, trustedCertificates }: EndpointRow,
  env: Env,
  policy: AddressPolicy,
  onCall: () => void,
): ReturnType<typeof createSignInPlatform> {
  return createSignInPlatform(policy, {
    gateway: gatewaySettings(env),
    origins,
    trustedCertificates,
    isLook: false,
    maxConnections: numberOf(env.SOCKETS_PER_SIDE, SOCKETS_PER_SIDE),
    resolverUrl: env.DNS_RESOLVER_URL,
    onCall,
  });
}
