import { toIso } from '../../lib/clock.ts';
import type { ExchangeVersion, ScriptId } from '../../lib/script-facts.ts';
import { exchangeVersionOf, SCRIPT_IDS, SCRIPTS, versionsOf } from '../../lib/script-facts.ts';
import type { ScriptOptions } from '../../lib/script-request.ts';
import { MISSING_DOMAIN } from '../../lib/customer-domain.ts';
import { getCustomer } from '../customers/store.ts';
import { listUsersByIds } from '../customers/user-store.ts';
import { getEndpoint } from '../endpoints/store.ts';
import type { Deps } from '../kernel/deps.ts';
import { listProjectMailboxes } from '../mailboxes/store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { problem } from './errors.ts';
import type { ScriptInput } from './script-input.ts';
import type { WrittenScript } from './write-script.ts';
import { writeScript } from './write-script.ts';

/** Where no test of a connection has seen one: the version that most providers run. */
const USUAL_VERSION: ExchangeVersion = '2016';
const USUAL_SIZE_MB = 100;

export type ProjectScript = WrittenScript & {
  id: ScriptId;
  version: ExchangeVersion;
  isVersionKnown: boolean;
  side: ScriptInput['side'];
  scope: ScriptInput['scope'];
  account: string | null;
  title: string;
  customer: string;
};

/** The id of a script. Throws `script-not-found`. */
export function requireScriptId(text: string): ScriptId {
  const id = SCRIPT_IDS.find((one) => one === text);
  if (id === undefined) throw problem('script-not-found');
  return id;
}

/**
 * A script for a project, with what is known of its customer, endpoints and mailboxes filled in. Throws
 * `script-not-available`.
 */
export async function scriptOfProject(
  { db, now }: Pick<Deps, 'db' | 'now'>,
  project: ProjectRow,
  id: ScriptId,
  options: ScriptOptions,
): Promise<ProjectScript> {
  const { workgroupId } = project;
  const side = options.side ?? SCRIPTS[id].sides[0] ?? 'source';
  const endpointId = side === 'source' ? project.sourceEndpointId : project.destinationEndpointId;
  const [endpoint, customer, rows] = await Promise.all([
    getEndpoint(db, workgroupId, endpointId),
    getCustomer(db, workgroupId, project.customerId),
    listProjectMailboxes(db, workgroupId, project.id),
  ]);
  const seen = exchangeVersionOf(endpoint?.version ?? null);
  const versions = versionsOf(id);
  const usual = versions.includes(USUAL_VERSION) ? USUAL_VERSION : versions[0];
  const version = options.version ?? seen ?? usual;
  if (version === undefined || !versions.includes(version) || !SCRIPTS[id].sides.includes(side))
    throw problem('script-not-available');
  const users = await listUsersByIds(
    db,
    workgroupId,
    rows.flatMap(({ customerUserId }) => customerUserId ?? []),
  );
  const scope = options.scope ?? (rows.length > 0 ? 'mailboxes' : 'domains');
  const account = options.account ?? endpoint?.username ?? null;
  const written = writeScript(id, {
    version,
    side,
    scope,
    organization: options.organization ?? null,
    account,
    project: { id: project.id, name: project.name },
    customer: customer?.companyName ?? '',
    domains: (endpoint?.domains ?? []).filter((domain) => domain !== MISSING_DOMAIN),
    mailboxes: rows.map(({ sourceEmail, destinationEmail, contactName, customerUserId }) => ({
      source: sourceEmail,
      destination: destinationEmail,
      name: users.get(customerUserId ?? '')?.name ?? contactName,
    })),
    forwardDomain: options.forwardDomain ?? null,
    sizeLimitMb: options.sizeLimitMb ?? USUAL_SIZE_MB,
    whatIf: options.whatIf ?? false,
    writtenAt: toIso(now()),
  });
  const isVersionKnown = seen === version;
  const notes = isVersionKnown || options.version !== undefined ? [] : [versionNote(version)];
  return {
    ...written,
    notes: [...notes, ...written.notes],
    id,
    version,
    isVersionKnown,
    side,
    scope,
    account,
    title: SCRIPTS[id].title,
    customer: customer?.companyName ?? '',
  };
}

const versionNote = (version: ExchangeVersion): string =>
  `The version of the server is not known yet, so this is for ${version === 'se' ? 'Exchange SE' : `Exchange ${version}`}. Test the connection of the endpoint, or choose the version.`;
