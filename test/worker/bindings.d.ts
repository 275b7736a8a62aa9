import type { D1Migration } from 'cloudflare:test';
import type worker from '../../worker/index.ts';
import type {} from '../../worker/runtime/env.ts';

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: { default: typeof worker };
    }
    interface Env {
      /** Given by the test configuration. */
      MIGRATIONS: D1Migration[];
    }
  }
}
