import type { PairFact, Versions } from '../../engine/model/memory.ts';
import { LEASE_MS } from '../../engine/pacing/schedule.ts';
import type { LeaseStore } from './lease-store.ts';

const nameOf = ({ source, destination }: Versions): string => `pair ${source} ${destination}`;

/** What is known of two servers of these versions; `unknown` for one slice at a time, which must find out. */
export function pairOf(facts: LeaseStore, versions: Versions, now: number): PairFact {
  const name = nameOf(versions);
  const known = facts.fact(name);
  if (known === 'takes' || known === 'refuses') return known;
  if (known !== undefined && Number(known) + LEASE_MS > now) return 'presumed';
  facts.setFact(name, String(now));
  return 'unknown';
}

export function keepPair(facts: LeaseStore, versions: Versions, verdict: 'takes' | 'refuses'): void {
  facts.setFact(nameOf(versions), verdict);
}
