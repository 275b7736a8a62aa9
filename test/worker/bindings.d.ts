import type { D1Migration } from 'cloudflare:test';
import type { EmailBinding } from '../../worker/runtime/platform/email-binding.ts';
import type { Env as Bindings } from '../../worker/runtime/passes/env.ts';

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {
      /** Given by the test configuration. */
      MIGRATIONS: D1Migration[];
      /** What makes a new database what the migrations make it. */
      SCHEMA: string[];
      /** The runtime's own binding, for one sender. */
      ALLOWED_EMAIL: EmailBinding;
    }
  }
}
