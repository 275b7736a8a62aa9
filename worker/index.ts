import { createApi } from './api.ts';
import { composeDeps } from './runtime/compose.ts';
import { runSchedule } from './runtime/cron.ts';
import type { Env } from './runtime/passes/env.ts';

export { CredentialLimiter } from './runtime/passes/credential-limiter.ts';
export { MailboxObject as MailboxLedger } from './runtime/slices/mailbox-object.ts';
export { ProjectCoordinator } from './runtime/passes/project-coordinator.ts';

const api = createApi((c) => composeDeps(c.env as Env));

export default {
  fetch: (request, env, context) => api.fetch(request, env, context),
  scheduled: (_controller, env) => runSchedule(composeDeps(env)),
} satisfies ExportedHandler<Env>;
