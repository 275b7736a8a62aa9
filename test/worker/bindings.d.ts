import type { D1Migration } from 'cloudflare:test';
import type {} from '../../worker/runtime/env.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      /** Given by the test configuration. */
      MIGRATIONS: D1Migration[];
    }
  }
}
