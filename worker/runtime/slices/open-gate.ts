import type { Limiter } from '../../engine/pacing/limiter.ts';
import { createGate, ownAllowance } from '../../exchange/client/gate.ts';
import type { Gate } from '../../exchange/client/gate.ts';
import { sharedAllowance } from '../../exchange/client/shared-allowance.ts';
import type { Env } from '../passes/env.ts';
import { sleep } from '../platform/sleep.ts';
import { later } from '../platform/timers.ts';

type Side = 'source' | 'destination';

export type OpenedGate = {
  gate: Gate;
  /** What this mailbox's own gate has learnt; nothing where the account's is shared. */
  learnt?: () => Limiter;
  close: () => Promise<void>;
};

/** The gate of a mailbox that has the server's budget for itself: under impersonation, or with its owner's password. */
export function openOwnGate(side: Side, before: Limiter | undefined): OpenedGate {
  const allowance = ownAllowance(before);
  const gate = createGate({ side, allowance, now: Date.now, sleep, random: Math.random });
  return { gate, learnt: allowance.learnt, close: async () => {} };
}

/**
 * The gate of an account that opens many mailboxes by its own rights. `account` names it within the workgroup, whatever
 * project uses it; `holder` names the slice.
 */
export function openSharedGate(side: Side, account: string, holder: string, env: Env): OpenedGate {
  const desk = env.CREDENTIAL_LIMITER.get(env.CREDENTIAL_LIMITER.idFromName(account));
  const allowance = sharedAllowance({
    renew: async (renewal) => desk.renew(holder, renewal),
    now: Date.now,
    after: later,
  });
  return {
    gate: createGate({ side, allowance, now: Date.now, sleep, random: Math.random }),
    close: async () => {
      allowance.close();
      // Where it does not get through the share runs out.
      await desk.leave(holder).catch(() => undefined);
    },
  };
}
