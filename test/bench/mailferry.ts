import type { MailboxAnswer, Mailferry } from '../e2e/mailferry.ts';
import { startMailferry } from '../e2e/mailferry.ts';
import type { Contender, Task } from './contender.ts';
import { startMeter } from './meter.ts';

/** What production has, where the local set-up has less. */
const SETTINGS = { SLICE_MS: '60000', HEARTBEAT_MS: '5000' };

const LONGEST_MS = 600_000;

type Statistics = { passes: { startedAt: string | null; endedAt: string | null }[] };

/** How the contender reaches the servers; plain http unless said. */
type Way = { name: string; title: string; by: 'url' | 'httpsUrl'; settings?: Record<string, string> };

/**
 * Mailferry as it is: the real local server, with its database, ledgers, queue and coordinator. The time is that from
 * the beginning of the pass to its end, folders, inventory and reconciliation with it; not the second or so that the
 * queue takes to hand out a pass.
 */
export async function mailferry(method: 'transfer' | 'mime', way?: Way): Promise<Contender> {
  const server = await startMailferry({ ...SETTINGS, ...way?.settings });
  const endpoints = new Map<string, Promise<string>>();
  const endpoint = (name: 'source' | 'destination', task: Task): Promise<string> => {
    const { admin, [way?.by ?? 'url']: url } = task[name];
    const known =
      endpoints.get(url) ??
      server
        .call<{ id: string }>('POST', '/api/endpoints', { name, url, credentials: admin, useImpersonation: true })
        .then(({ id }) => id);
    endpoints.set(url, known);
    return known;
  };
  return {
    name: way?.name ?? (method === 'transfer' ? 'mailferry' : 'mailferry-mime'),
    title: way?.title ?? (method === 'transfer' ? 'Mailferry' : 'Mailferry by MIME'),
    run: async (task) => {
      const project = await server.call<{ id: string }>('POST', '/api/projects', {
        name: task.to.email,
        sourceEndpointId: await endpoint('source', task),
        destinationEndpointId: await endpoint('destination', task),
        options: method === 'transfer' ? {} : { copyPaths: ['mime', 'typed'] },
      });
      await server.call('POST', `/api/projects/${project.id}/mailboxes`, {
        mailboxes: [{ sourceEmail: task.from.email, destinationEmail: task.to.email }],
      });
      await task.ready();
      const [launcher, ...workers] = server.pids();
      const meter = startMeter(workers, [launcher!]);
      await server.call('POST', `/api/projects/${project.id}/passes`, { type: 'full' });
      const mailbox = await waitFor(server, project.id);
      const usage = meter.end();
      if (mailbox.status !== 'Completed' || mailbox.progress.itemsFailed > 0)
        throw new Error(`${task.to.email}: ${JSON.stringify(mailbox)}`);
      const { passes } = await server.call<Statistics>('GET', `/api/mailboxes/${mailbox.id}/statistics`);
      const { startedAt, endedAt } = passes[0]!;
      return { ...usage, seconds: (Date.parse(endedAt!) - Date.parse(startedAt!)) / 1000 };
    },
    close: () => server.close(),
  };
}

/** Asks seldom: the questions are part of what is measured. */
async function waitFor(server: Pick<Mailferry, 'call'>, projectId: string): Promise<MailboxAnswer> {
  const until = Date.now() + LONGEST_MS;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { items } = await server.call<{ items: MailboxAnswer[] }>('GET', `/api/projects/${projectId}/mailboxes`);
    const [mailbox] = items;
    if (
      mailbox &&
      /^(Completed|Failed|Stopped|Paused)/.test(mailbox.status) &&
      !/until/.test(mailbox.statusDetail ?? '')
    )
      return mailbox;
    if (Date.now() > until) throw new Error(`The pass did not end in time: ${JSON.stringify(items)}`);
  }
}
