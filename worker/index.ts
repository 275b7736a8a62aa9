import { createApi } from './api.ts';
import { createPage } from './page.ts';
import { composeDeps } from './runtime/compose.ts';
import { runSchedule } from './runtime/cron.ts';
import { partsOf } from './runtime/delivery/parts.ts';
import type { Env } from './runtime/passes/env.ts';
import { answerAtDoor, placeOf } from './runtime/platform/front-door.ts';
import { isOwnSchedule } from './runtime/platform/own-schedule.ts';

export { CredentialLimiter } from './runtime/passes/credential-limiter.ts';
export { MailboxObject as MailboxLedger } from './runtime/slices/mailbox-object.ts';
export { WorkgroupOutbox } from './runtime/delivery/workgroup-outbox.ts';
export { ProjectCoordinator } from './runtime/passes/project-coordinator.ts';

const api = createApi((c) => composeDeps(c.env as Env));
const page = createPage((c) => composeDeps(c.env as Env));

export default {
  fetch: async (request, env, context) => {
    if (await isOwnSchedule(request, env.SCHEDULE_KEY)) {
      await runSchedule(composeDeps(env), partsOf(env));
      return new Response(null, { status: 204 });
    }
    return answerAtDoor(request, placeOf(env), {
      api: (asked) => api.fetch(asked, env, context),
      app: (asked) => env.ASSETS.fetch(asked),
      page: (asked) => page.fetch(asked, env, context),
    });
  },
  // On one computer anyone who reaches the port could call this: there the schedule has a key.
  scheduled: async (_controller, env) => {
    if (!env.SCHEDULE_KEY) await runSchedule(composeDeps(env), partsOf(env));
  },
} satisfies ExportedHandler<Env>;
