import { createApi } from './api.ts';
import { composeDeps } from './runtime/compose.ts';
import { consumeCopyBatch } from './runtime/copy-consumer.ts';
import { runSchedule } from './runtime/cron.ts';
import type { Env } from './runtime/env.ts';
import type { CopyMessage } from './runtime/messages.ts';

export { CredentialLimiter } from './runtime/credential-limiter.ts';
export { MailboxLedger } from './runtime/ledger/mailbox-ledger.ts';
export { ProjectCoordinator } from './runtime/project-coordinator.ts';

const api = createApi((c) => composeDeps(c.env as Env));

export default {
  fetch: (request, env, context) => api.fetch(request, env, context),
  queue: (batch, env) => consumeCopyBatch(batch, env),
  scheduled: (_controller, env) => runSchedule(composeDeps(env)),
} satisfies ExportedHandler<Env, CopyMessage>;
