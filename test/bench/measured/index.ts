import worker, {
  CredentialLimiter,
  MailboxLedger,
  ProjectCoordinator as Coordinator,
  WorkgroupOutbox,
} from '../../../worker/index.ts';
import type { Env } from '../../../worker/runtime/passes/env.ts';
import type { CopyMessage } from '../../../worker/runtime/passes/messages.ts';
import type { Settlement } from '../../../worker/runtime/passes/run-outcome.ts';
import type { Measured, SliceEvent } from '../coordinator/measured.ts';

/**
 * Mailferry's Worker for the bench of the coordinator: it also counts what D1 reads and writes, and writes down when
 * slices begin and end. All of it runs in one isolate on one computer, so module state sees everything.
 */
export { CredentialLimiter, MailboxLedger, WorkgroupOutbox };

const MEASURED_PATH = '/api/measured';
let counts = { queries: 0, rowsRead: 0, rowsWritten: 0 };
let events: SliceEvent[] = [];
let isCounting = false;

export class ProjectCoordinator extends Coordinator {
  override async begin(message: CopyMessage): Promise<boolean> {
    const mayBegin = await super.begin(message);
    if (mayBegin) note('begin', message);
    return mayBegin;
  }

  override async settle(message: CopyMessage, settlement: Settlement): Promise<void> {
    note(settlement.result.outcome === 'more' ? 'more' : 'end', message);
    await super.settle(message, settlement);
  }
}

export default {
  fetch(request, env, context) {
    countQueriesOf(env.DB);
    if (new URL(request.url).pathname !== MEASURED_PATH) return worker.fetch(request, env, context);
    if (request.method === 'DELETE') {
      counts = { queries: 0, rowsRead: 0, rowsWritten: 0 };
      events = [];
    }
    return Response.json({ ...counts, events } satisfies Measured);
  },
  scheduled: (controller, env) => worker.scheduled(controller, env),
} satisfies ExportedHandler<Env>;

function note(what: SliceEvent['what'], { projectId, mailboxId }: CopyMessage): void {
  events.push({ what, at: Date.now(), projectId, mailboxId });
}

type Meta = { rows_read?: number; rows_written?: number };
type Results = { meta?: Meta } | { meta?: Meta }[];
type Session = { _sendOrThrow: (...values: unknown[]) => Promise<Results> };

/** Every query of the isolate goes through the session's one method, whatever form its rows are asked for in. */
function countQueriesOf(db: D1Database): void {
  if (isCounting) return;
  isCounting = true;
  let prototype = Object.getPrototypeOf(db.withSession()) as Session;
  while (!Object.hasOwn(prototype, '_sendOrThrow')) prototype = Object.getPrototypeOf(prototype) as Session;
  const send = prototype._sendOrThrow;
  prototype._sendOrThrow = async function (...values) {
    const results = await send.apply(this, values);
    for (const { meta } of Array.isArray(results) ? results : [results]) {
      counts.queries += 1;
      counts.rowsRead += meta?.rows_read ?? 0;
      counts.rowsWritten += meta?.rows_written ?? 0;
    }
    return results;
  };
}
