import type { D1Migration } from 'cloudflare:test';
import type { Env as Bindings } from '../../worker/runtime/passes/env.ts';

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {
      /** Given by the test configuration. */
      MIGRATIONS: D1Migration[];
    }
  }
}
