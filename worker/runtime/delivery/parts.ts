import { accountLink } from '../../features/account/mint-link.ts';
import { invitationLink } from '../../features/agents/invitation-link.ts';
import { followMessage } from '../../features/credential-requests/follow-message.ts';
import { credentialLink } from '../../features/credential-requests/link.ts';
import type { Reader } from '../../features/events/reader.ts';
import type { Followers } from '../../features/messages/followers.ts';
import { createRunLicences } from '../../features/licences/run-licences.ts';
import type { SecretLinks } from '../../features/messages/secret-links.ts';
import { createNoticeReader } from '../../features/notices/read-events.ts';
import { systemClock } from '../../lib/clock.ts';
import { createIdSource } from '../../lib/ids.ts';
import { ANSWER_TIMEOUT_MS } from '../../lib/webhook-facts.ts';
import { createProbe } from '../endpoints/probe.ts';
import { createCoordinator } from '../passes/coordinators.ts';
import type { Env } from '../passes/env.ts';
import { wakeOutbox } from '../passes/wake-outbox.ts';
import { addressPolicy } from '../platform/address-policy.ts';
import { createDb } from '../platform/db.ts';
import { gatewaySettings } from '../platform/gateway-settings.ts';
import { consoleLog } from '../platform/log.ts';
import { licenceSettings } from '../platform/licence-settings.ts';
import { numberOf } from '../platform/number-of.ts';
import { publicUrlOf } from '../platform/public-url.ts';
import { createVault, readVaultKeys } from '../platform/vault.ts';
import { createCredentialSender } from './credential-sender.ts';
import { createMailSender } from './mail-sender.ts';
import { createMailer } from './mailer.ts';
import { createNoticeSender } from './notice-sender.ts';
import type { Sender } from './sender.ts';
import { webhookReader, webhookSender } from './webhook-parts.ts';

/** What drains the events of a workgroup: readers make rows of them, senders work off what is due. */
export type Parts = { readers: readonly Reader[]; senders: readonly Sender[] };

/** Who makes the links of messages that have a secret one. */
const SECRET_LINKS: SecretLinks = {
  invitation: invitationLink,
  'password-reset': accountLink,
  'email-confirmation': accountLink,
  'credential-request': credentialLink,
  reminder: credentialLink,
};

/** What follows the states of messages. */
const FOLLOWERS: Followers = { 'credential-request': followMessage, reminder: followMessage };

/** As many as a Worker may have waiting for an answer. */
const CONNECTIONS = 6;

function fillRandom(bytes: Uint8Array): void {
  crypto.getRandomValues(bytes);
}

/** Ids of one isolate keep their order, whichever outbox makes them. */
const newId = createIdSource(systemClock, fillRandom);

/** Made once for each outbox: senders go on with slow receivers after a drain. */
export function partsOf(env: Env): Parts {
  const publicUrl = publicUrlOf(env);
  const addresses = addressPolicy(env);
  const deps = {
    db: createDb(env.DB),
    now: systemClock,
    newId,
    log: consoleLog,
    vault: createVault(readVaultKeys(env), fillRandom),
    addresses,
    publicUrl,
  };
  const connections = numberOf(env.WEBHOOK_CONNECTIONS, CONNECTIONS);
  const timeoutMs = numberOf(env.WEBHOOK_TIMEOUT_MS, ANSWER_TIMEOUT_MS);
  const mailer = createMailer(env, addresses, publicUrl);
  return {
    readers: [webhookReader(deps), createNoticeReader(deps)],
    senders: [
      webhookSender(deps, {
        gateway: gatewaySettings(env),
        resolverUrl: env.DNS_RESOLVER_URL,
        connections,
        timeoutMs,
      }),
      // Before the mails: what it makes goes out in the same round.
      createNoticeSender(deps),
      createMailSender({
        ...deps,
        random: fillRandom,
        settings: { publicUrl, openSignUp: env.OPEN_SIGN_UP === 'true' },
        mailer,
        secretLinks: SECRET_LINKS,
        followers: FOLLOWERS,
      }),
      createCredentialSender({
        ...deps,
        coordinator: createCoordinator(env, deps.db),
        outbox: { wake: (workgroupId) => wakeOutbox(env, workgroupId) },
        probe: createProbe(addresses, { gateway: gatewaySettings(env), resolverUrl: env.DNS_RESOLVER_URL }),
        licences: createRunLicences(deps.db, licenceSettings(env)),
      }),
    ],
  };
}
