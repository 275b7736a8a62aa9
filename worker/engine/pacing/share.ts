import { observe, type Counts, type Lane, type Limiter, type Observation } from './limiter.ts';

/** One slice among those that ask a server by the same account. */
export type Holder = {
  /** How many requests it may have in flight, and how many it has. */
  granted: Counts;
  inUse: Counts;
  /** How many it could use. */
  wanted: Counts;
  /** Since when it holds its share, or waits (epoch ms). */
  since: Record<Lane, number>;
  /** When it last renewed. */
  seenAt: number;
};

const LANES: readonly Lane[] = ['all', 'sync'];
/** A slice that has not renewed for this long loses its share. */
export const SHARE_MS = 10_000;
/** With more slices than shares, each keeps its share for this long. */
const TURN_MS = 1_000;

/**
 * One holder's share of the requests that all holders may have in flight: equal parts, unused parts going to the others,
 * and in turns if there are too few. Never more than is free: what others have in flight or may still begin is theirs
 * until they renew.
 */
function shareOf(holders: ReadonlyMap<string, Holder>, id: string, caps: Counts, now: number): Counts {
  const own = holders.get(id);
  const share: Counts = { all: 0, sync: 0 };
  if (!own) return share;
  const live = [...holders].filter(([, holder]) => now - holder.seenAt < SHARE_MS);
  for (const lane of LANES) {
    const others = live.filter(([other]) => other !== id);
    const taken = others.reduce((sum, [, { granted, inUse }]) => sum + Math.max(granted[lane], inUse[lane]), 0);
    const fair = fairShare(live, id, lane, caps[lane], now);
    share[lane] = Math.max(0, Math.min(fair, caps[lane] - taken, own.wanted[lane]));
  }
  return share;
}

function fairShare(
  live: readonly (readonly [string, Holder])[],
  id: string,
  lane: Lane,
  cap: number,
  now: number,
): number {
  const wanting = live.filter(([, { wanted }]) => wanted[lane] > 0);
  if (wanting.length > cap) {
    // Whose turn is not over keeps it; then who has waited longest.
    const isInTurn = ({ granted, since }: Holder) => granted[lane] > 0 && now - since[lane] < TURN_MS;
    const order = [...wanting].sort(
      ([a, left], [b, right]) =>
        Number(isInTurn(right)) - Number(isInTurn(left)) ||
        Number(left.granted[lane] > 0) - Number(right.granted[lane] > 0) ||
        left.since[lane] - right.since[lane] ||
        (a < b ? -1 : 1),
    );
    return order.findIndex(([each]) => each === id) < cap ? 1 : 0;
  }
  // The modest first: what they leave is for the others.
  let left = cap;
  const order = [...wanting].sort(([a, one], [b, other]) => one.wanted[lane] - other.wanted[lane] || (a < b ? -1 : 1));
  for (const [index, [each, { wanted }]] of order.entries()) {
    const part = Math.min(wanted[lane], Math.floor(left / (order.length - index)));
    if (each === id) return part;
    left -= part;
  }
  return 0;
}

/** Where the slices that ask a server by the same account get their shares. */
export type Desk = { limiter: Limiter; holders: Map<string, Holder> };

/** What a slice reports: requests in flight, requests it could use, and the answers that it has observed since. */
export type Renewal = { inUse: Counts; wanted: Counts; observations: readonly Observation[] };
export type Grant = Pick<Limiter, 'caps' | 'notBeforeAt' | 'fault'>;

/** Takes a slice's report and grants its share until it renews, or for `SHARE_MS`. Changes the desk. */
export function renew(desk: Desk, id: string, { inUse, wanted, observations }: Renewal, now: number): Grant {
  for (const each of observations) desk.limiter = observe(desk.limiter, each);
  for (const [other, { seenAt }] of desk.holders) if (now - seenAt >= SHARE_MS) desk.holders.delete(other);
  const before = desk.holders.get(id);
  const since = before?.since ?? { all: now, sync: now };
  const granted = before?.granted ?? { all: 0, sync: 0 };
  desk.holders.set(id, { granted, inUse: { ...inUse }, wanted: { ...wanted }, since, seenAt: now });
  const caps = shareOf(desk.holders, id, desk.limiter.caps, now);
  const changed = (lane: Lane) => (caps[lane] > 0 === granted[lane] > 0 ? since[lane] : now);
  desk.holders.set(id, {
    granted: caps,
    inUse: { ...inUse },
    wanted: { ...wanted },
    since: { all: changed('all'), sync: changed('sync') },
    seenAt: now,
  });
  const { notBeforeAt, fault } = desk.limiter;
  return { caps, notBeforeAt, ...(fault && { fault }) };
}
