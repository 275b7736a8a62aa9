import { sql, type SQL } from 'drizzle-orm';
import type { OriginFacts, Origins } from '../../lib/origin-facts.ts';
import { endpoints } from './table.ts';

/** More origins than any provider has; what a search meets beyond that is found again when it is needed. */
const MOST_ORIGINS = 20;
/** Longest text in which they are kept. */
const MOST_CHARACTERS = 20_000;

/**
 * What of the facts that were learnt is worth keeping with an endpoint: all that is said of its own server, and of
 * others what differs from a server that is reached directly.
 */
export function changedOrigins(url: string, learnt: Origins = {}): Record<string, OriginFacts> {
  const { origin: own } = new URL(url);
  const kept = Object.entries(learnt).filter(([origin, { via, basicCharset, binding }]) =>
    [origin === own, via === 'gateway', basicCharset, binding].some(Boolean),
  );
  return Object.fromEntries(kept.sort(([a], [b]) => Number(b === own) - Number(a === own)).slice(0, MOST_ORIGINS));
}

/**
 * The column's new value. Facts are merged into those that the database has by then: of these origins the way is
 * replaced, what signing in has shown is kept where nothing newer is known, and other origins stay as they are.
 */
export function withOrigins(changes: Origins): SQL<Record<string, OriginFacts>> {
  const patch = JSON.stringify(
    Object.fromEntries(
      // A sign-in bound to the certificate shows that nothing re-encrypts the line now.
      Object.entries(changes).map(([origin, facts]) => [
        origin,
        { ...NO_WAY, ...(facts.why === 'binding' && { binding: null }), ...facts },
      ]),
    ),
  );
  return sql`CASE WHEN length(${endpoints.origins}) < ${MOST_CHARACTERS} THEN json_patch(${endpoints.origins}, ${patch}) ELSE json_patch('{}', ${patch}) END`;
}

/** In a JSON Merge Patch (RFC 7396) null takes away. */
const NO_WAY = { why: null, route: null, tls: null, protocol: null, cipher: null };
