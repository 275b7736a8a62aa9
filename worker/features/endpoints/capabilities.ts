import { sql, type SQL } from 'drizzle-orm';
import type { CapabilitiesByUrl, LearntCapabilities } from '../../lib/learnt-capabilities.ts';
import { DAY_MS } from '../../lib/units.ts';
import type { EndpointRow } from './table.ts';
import { endpoints } from './table.ts';

/** A server that was renewed without another version is found out after that. */
const FRESH_MS = DAY_MS;
/** Longest text in which they are kept; what is beyond is learnt again. */
const MOST_CHARACTERS = 20_000;

/** What is known of the server at an address; nothing where it was learnt too long ago. */
export function capabilitiesAt(
  { capabilities }: Pick<EndpointRow, 'capabilities'>,
  url: string,
  now: number,
): LearntCapabilities | undefined {
  const known = Object.hasOwn(capabilities, url) ? capabilities[url] : undefined;
  return known && now - known.learntAt < FRESH_MS ? known : undefined;
}

/** The column's new value where there is something new in what was learnt; undefined where there is not. */
export function withCapabilities(
  row: Pick<EndpointRow, 'capabilities'>,
  url: string,
  learnt: LearntCapabilities,
  now: number,
): SQL<CapabilitiesByUrl> | undefined {
  const known = capabilitiesAt(row, url, now);
  const isSameServer = known?.version === learnt.version;
  const changed = Object.entries(learnt.facts).filter(
    ([name, fact]) => !isSameServer || JSON.stringify(known.facts[name]) !== JSON.stringify(fact),
  );
  if (changed.length === 0) return undefined;
  // In a JSON Merge Patch (RFC 7396) null takes away: of another version, or of long ago, nothing stays.
  const outdated = isSameServer ? {} : Object.fromEntries(Object.keys(row.capabilities[url]?.facts ?? {}).map(toNull));
  const { version, learntAt } = isSameServer ? known : learnt;
  const patch = JSON.stringify({
    [url]: { version, learntAt, facts: { ...outdated, ...Object.fromEntries(changed) } },
  });
  return sql`CASE WHEN length(${endpoints.capabilities}) < ${MOST_CHARACTERS} THEN json_patch(${endpoints.capabilities}, ${patch}) ELSE json_patch('{}', ${patch}) END`;
}

const toNull = (name: string): [string, null] => [name, null];
