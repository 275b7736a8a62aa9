import { waitUntil } from 'cloudflare:workers';
import { requireApiKey } from '../features/api-keys/use-api-key.ts';
import { closeProject } from '../features/credential-requests/close-project.ts';
import { createCredentialAsker } from '../features/credential-requests/asker.ts';
import { clientAddress } from '../features/kernel/client-address.ts';
import type { Deps, Settings } from '../features/kernel/deps.ts';
import { createPassEstimates } from '../features/inventories/estimate-passes.ts';
import { createRunLicences } from '../features/licences/run-licences.ts';
import { createCustomerWork } from '../features/mailboxes/customer-work.ts';
import { moveToCustomer } from '../features/mailboxes/move-to-customer.ts';
import { getProjectTotals } from '../features/mailboxes/state-totals.ts';
import { createOpenRuns } from '../features/passes/open-runs.ts';
import { createEndpointUses } from '../features/projects/endpoint-uses.ts';
import { visibleProjects } from '../features/projects/visible-projects.ts';
import { listMailboxesWithErrors } from '../features/reports/error-groups.ts';
import { forgetSubjects } from '../features/reports/item-error-store.ts';
import { DAY_MS } from '../lib/units.ts';
import { systemClock } from '../lib/clock.ts';
import { createIdSource } from '../lib/ids.ts';
import { createCoordinator } from './passes/coordinators.ts';
import { wakeOutbox } from './passes/wake-outbox.ts';
import { addressPolicy } from './platform/address-policy.ts';
import { createSessions } from './platform/auth.ts';
import { createDb } from './platform/db.ts';
import type { Env } from './passes/env.ts';
import { consoleLog } from './platform/log.ts';
import { numberOf } from './platform/number-of.ts';
import { createDiscover, discoverSettings } from './endpoints/discover.ts';
import { createFindPeople } from './endpoints/people.ts';
import { createProbe } from './endpoints/probe.ts';
import { createMailer } from './delivery/mailer.ts';
import { createLookUpHosts, createLookUpTexts } from './platform/dns-query.ts';
import { gatewaySettings } from './platform/gateway-settings.ts';
import { licenceSettings } from './platform/licence-settings.ts';
import { publicUrlOf } from './platform/public-url.ts';
import { createRoomLook } from './platform/room.ts';
import { createPayments } from './platform/stripe.ts';
import { createVault, readVaultKeys } from './platform/vault.ts';

function fillRandom(bytes: Uint8Array): void {
  crypto.getRandomValues(bytes);
}

/** Ids of one isolate keep their order even within a millisecond, whichever request makes them. */
const newId = createIdSource(systemClock, fillRandom);

function createStorageCheck(computer: Fetcher): () => Promise<boolean> {
  return async () => (await computer.fetch('http://computer/storage')).status === 507;
}

/** Everything that features need, from the bindings and settings of the Worker. Throws one clear line on bad settings. */
export function composeDeps(env: Env): Deps {
  if (!env.BETTER_AUTH_SECRET) throw new Error('BETTER_AUTH_SECRET is not set. Set it to a long random text.');
  const db = createDb(env.DB);
  const addresses = addressPolicy(env);
  const keptDays = numberOf(env.EVENT_RETENTION_DAYS, 0);
  const publicUrl = publicUrlOf(env);
  const licences = licenceSettings(env);
  const runLicences = createRunLicences(db, licences);
  const payments = createPayments(env);
  const coordinator = createCoordinator(env, db);
  const look = {
    gateway: gatewaySettings(env),
    resolverUrl: env.DNS_RESOLVER_URL,
    ...(env.ANSWER_TIMEOUT_MS && { timeoutMs: numberOf(env.ANSWER_TIMEOUT_MS, 0) }),
  };
  const settings: Settings = {
    publicUrl,
    openSignUp: env.OPEN_SIGN_UP === 'true',
    ...(keptDays > 0 && { keepEventsMs: keptDays * DAY_MS }),
    addresses,
    licences,
    // Anyone may find a deployed Mailferry before its owner does.
    ...((env.SETUP_TOKEN || env.ONE_COMPUTER !== 'true') && { setupToken: env.SETUP_TOKEN || null }),
    ...(env.CLIENT_ADDRESS_HEADER && { clientAddressHeader: env.CLIENT_ADDRESS_HEADER }),
  };
  return {
    db,
    now: systemClock,
    newId,
    random: fillRandom,
    vault: createVault(readVaultKeys(env), fillRandom),
    coordinator,
    // The answer need not wait for it.
    outbox: { wake: async (workgroupId) => waitUntil(wakeOutbox(env, workgroupId)) },
    probe: createProbe(addresses, look),
    findPeople: createFindPeople(addresses, look),
    discover: createDiscover(addresses, discoverSettings(env)),
    principalOfKey: (request) => requireApiKey({ db, now: systemClock, settings }, request),
    openRuns: createOpenRuns(db),
    licences: runLicences,
    estimates: createPassEstimates({ db, coordinator, log: consoleLog, now: systemClock }),
    endUsers: createCredentialAsker({ db, newId, now: systemClock, licences: runLicences }),
    ...(payments && { payments }),
    visibleProjects,
    projectTotals: (workgroupId, projectIds) => getProjectTotals(db, workgroupId, projectIds),
    customerWork: createCustomerWork(db),
    endpointUses: createEndpointUses(db),
    moveToCustomer: (principal, project) => moveToCustomer({ db, newId, now: systemClock }, principal, project),
    closeProject: (principal, project) => closeProject({ db, newId, now: systemClock }, principal, project),
    mailboxesWithErrors: (workgroupId, projectId, codes) => listMailboxesWithErrors(db, workgroupId, projectId, codes),
    forgetSubjects: (workgroupId, projectId) => forgetSubjects(db, workgroupId, projectId),
    sessions: createSessions(db, newId, {
      secret: env.BETTER_AUTH_SECRET,
      addressOf: (headers) => clientAddress(settings, { headers }),
    }),
    mailer: createMailer(env, addresses, publicUrl),
    lookUpTexts: createLookUpTexts(env.DNS_RESOLVER_URL),
    lookUpHosts: createLookUpHosts(env.DNS_RESOLVER_URL),
    settings,
    log: consoleLog,
    ...(env.COMPUTER && {
      isStorageFull: createStorageCheck(env.COMPUTER),
      isRoomUsedUp: createRoomLook(env.COMPUTER, systemClock),
    }),
  };
}
