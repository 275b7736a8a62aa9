import type { z } from 'zod';
import { limitedLook } from '../endpoints/limited-look.ts';
import { meansOf, openForLook } from '../endpoints/probe-endpoint.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps, PeopleResult } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { listAddressKeys } from '../mailboxes/store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { problem } from './errors.ts';
import { problemOfPeople } from './people-problem.ts';
import type { People, PeopleRequest } from './schema.ts';

/**
 * A part of the address list of a project's source, as its administrator account sees it. Throws
 * `people-account-missing`, `too-many-attempts` and what keeps the list from being read.
 */
export async function listPeople(
  deps: Deps,
  principal: Principal,
  project: ProjectRow,
  endpoint: EndpointRow,
  { search = '', cursor }: z.output<typeof PeopleRequest>,
): Promise<z.input<typeof People>> {
  const plan = cursor === undefined ? undefined : readCursor(search, cursor);
  const found = await read(deps, principal, endpoint, { ...(search && { search }), ...(plan && { plan }) });
  const added = (await listAddressKeys(deps.db, project.workgroupId, project.id)).source;
  return {
    items: found.people.map((person) => ({ ...person, isAdded: added.has(person.email.toLowerCase()) })),
    nextCursor: found.left && writeCursor(search, found.left),
    complete: found.isComplete,
    retryAfterSeconds: found.waitMs === null ? null : Math.ceil(found.waitMs / 1000),
    method: 'resolve-names',
  };
}

async function read(
  deps: Deps,
  principal: Principal,
  endpoint: EndpointRow,
  what: Pick<Parameters<Deps['findPeople']>[0], 'search' | 'plan'>,
): Promise<Extract<PeopleResult, { ok: true }>> {
  const { url, domains } = endpoint;
  const credentials = await openForLook(deps, endpoint);
  if (!credentials) throw problem('people-account-missing');
  const host = new URL(url).hostname;
  const tried = { account: { place: url, username: credentials.username }, ledTo: [] };
  const look = () => deps.findPeople({ url, credentials, domains, ...meansOf(endpoint), ...what });
  const codeOf = (result: PeopleResult) => (result.ok ? undefined : problemOfPeople(result, host).problem.code);
  const result = await limitedLook(deps, principal, { tried, provesPassword: true, codeOf }, look);
  if (!result.ok) throw problemOfPeople(result, host);
  return result;
}
