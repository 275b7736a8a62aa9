import type { Counts, Observation } from '../../engine/pacing/limiter.ts';
import { SHARE_MS, type Grant, type Renewal } from '../../engine/pacing/share.ts';
import type { Allowance } from './gate.ts';

export type SharedAllowanceOptions = {
  /** Asks the desk that all slices with this account have in common. */
  renew: (renewal: Renewal) => Promise<Grant>;
  now: () => number;
  /** Runs a callback after `ms`; returns a function that cancels it. */
  after: (ms: number, call: () => void) => () => void;
};

/** While calls are made. Shares are small where many slices want some: the sooner they change hands, the better. */
const RENEW_MS = 1_000;
/** While calls wait that have no share. */
const WAITING_MS = 200;
/** How soon new requests and observations are reported. */
const SOON_MS = 10;

/**
 * This slice's share of what one account may ask at once. The desk is asked as long as calls are made, about once a
 * second and not for each; where it is out of reach for long, calls go one by one.
 */
export function sharedAllowance({ renew, now, after }: SharedAllowanceOptions): Allowance & { close: () => void } {
  let grant: Grant = { caps: { all: 0, sync: 0 }, notBeforeAt: 0 };
  let grantedAt = Number.NEGATIVE_INFINITY;
  let inUse: Counts = { all: 0, sync: 0 };
  let wanted: Counts = { all: 0, sync: 0 };
  let observations: Observation[] = [];
  let listener = () => {};
  let cancel: (() => void) | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let isAsking = false;
  let isClosed = false;

  const plan = (ms: number) => {
    if (isClosed || isAsking || now() + ms >= dueAt) return;
    cancel?.();
    dueAt = now() + ms;
    cancel = after(ms, () => void ask());
  };
  const next = () => {
    if (wanted.all === 0 && observations.length === 0) return;
    const lacks = (lane: keyof Counts) => wanted[lane] > 0 && grant.caps[lane] === 0;
    plan(lacks('all') || lacks('sync') ? WAITING_MS : RENEW_MS);
  };
  const ask = async () => {
    isAsking = true;
    dueAt = Number.POSITIVE_INFINITY;
    const sent = observations;
    observations = [];
    try {
      grant = await renew({ inUse: { ...inUse }, wanted: { ...wanted }, observations: sent });
      grantedAt = now();
    } catch {
      // The desk is out of reach: report these observations next time.
      observations = [...sent, ...observations];
      if (now() - grantedAt >= SHARE_MS) grant = { ...grant, caps: { all: 1, sync: 1 } };
    }
    isAsking = false;
    listener();
    next();
  };

  return {
    limits: () => grant,
    observe: (each) => {
      const last = observations.at(-1);
      if (each.type === 'answers' && last?.type === 'answers' && last.isFull === each.isFull)
        observations[observations.length - 1] = { ...last, count: last.count + each.count };
      else observations.push(each);
      if (each.type === 'fault') {
        // Applied here immediately; the desk informs the others.
        const until = each.now + (each.fault.kind === 'busy' ? (each.fault.retryAfterMs ?? RENEW_MS) : 0);
        grant = { ...grant, notBeforeAt: Math.max(grant.notBeforeAt, until), fault: each.fault };
        plan(SOON_MS);
      } else next();
    },
    use: (begun, waiting) => {
      inUse = { ...begun };
      wanted = { all: begun.all + waiting.all, sync: begun.sync + waiting.sync };
      const lacks = (lane: keyof Counts) => waiting[lane] > 0 && inUse[lane] >= grant.caps[lane];
      if (lacks('all') || lacks('sync')) plan(grantedAt === Number.NEGATIVE_INFINITY ? 0 : WAITING_MS);
      else next();
    },
    onChange: (call) => {
      listener = call;
    },
    close: () => {
      isClosed = true;
      cancel?.();
    },
  };
}
