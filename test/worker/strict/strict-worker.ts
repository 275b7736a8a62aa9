import worker, { MailboxLedger as MailboxObject } from '../../../worker/index.ts';
import type { LedgerArguments, LedgerCalls } from '../../../worker/ledger/calls.ts';
import type { LedgerReply } from '../../../worker/ledger/leased-ledger.ts';
import type { Env } from '../../../worker/runtime/passes/env.ts';
import { call, invocations, strictBindings, strictly } from './strict-platform.ts';

export { CredentialLimiter, ProjectCoordinator, WorkgroupOutbox } from '../../../worker/index.ts';

type StrictEnv = Env & { STRICT_LIMIT?: string };

/** A mailbox of which every invocation that runs a slice may make STRICT_LIMIT calls; beyond that each throws. */
export class MailboxLedger extends MailboxObject {
  readonly #limit: number;

  constructor(state: DurableObjectState, env: StrictEnv) {
    super(state, strictBindings(env) as Cloudflare.Env);
    this.#limit = Number(env.STRICT_LIMIT ?? Infinity);
  }

  override alarm(): Promise<void> {
    return strictly(this.#limit, () => super.alarm());
  }

  override call<M extends keyof LedgerCalls>(number: number, method: M, ...values: LedgerArguments<M>): LedgerReply<M> {
    call('ledger');
    return super.call(number, method, ...values);
  }
}

/** Mailferry on a platform that counts as Cloudflare does. `/api/strict` reports each invocation's calls. */
export default {
  fetch: async (request, env, context) =>
    new URL(request.url).pathname === '/api/strict' ? Response.json(invocations) : worker.fetch(request, env, context),
  scheduled: (controller, env) => worker.scheduled(controller, env),
} satisfies ExportedHandler<StrictEnv>;
