import { createApi } from './api.ts';
import { composeDeps } from './runtime/compose.ts';
import { consumeCopyBatch } from './runtime/slices/copy-consumer.ts';
import { runSchedule } from './runtime/cron.ts';
import type { Env } from './runtime/passes/env.ts';
import type { CopyMessage } from './runtime/passes/messages.ts';

export { CredentialLimiter } from './runtime/passes/credential-limiter.ts';
export { MailboxLedger } from './runtime/passes/mailbox-ledger.ts';
export { ProjectCoordinator } from './runtime/passes/project-coordinator.ts';

const api = createApi((c) => composeDeps(c.env as Env));

export default {
  fetch: (request, env, context) => api.fetch(request, env, context),
  queue: (batch, env) => consumeCopyBatch(batch, env),
  scheduled: (_controller, env) => runSchedule(composeDeps(env)),
} satisfies ExportedHandler<Env, CopyMessage>;
