import { fileURLToPath } from 'node:url';
import { Client } from '../sandbox/ceiling/ceiling-client.ts';
import { startPart } from '../../worker/local/parts.ts';
import { findFreePort } from '../../worker/local/ports.ts';
import { workerdChildren } from '../../worker/local/process-list.ts';
import { distinguished, envelope } from '../sandbox/kit/raw-client.ts';
import type { Contender, Task } from './contender.ts';
import { startMeter } from './meter.ts';
import type { PipeBatch, PipeOrder } from './raw-pipe-worker.ts';

const CONCURRENCY = 4;
const V13 = { version: 'Exchange2013' };

/** Bytes forwarded by a Worker that knows beforehand where they stand: what there is to gain at most. */
export async function rawPipe(): Promise<Contender> {
  const port = await findFreePort();
  const part = await startPart('The raw pipe', fileURLToPath(new URL('pipe-server.ts', import.meta.url)), [`${port}`], {
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
    X_LOCAL_OBSERVABILITY: 'false',
    X_LOCAL_EXPLORER: 'false',
  });
  const known = new Map<string, PipeBatch[]>();
  return {
    name: 'raw-pipe',
    title: 'raw pipe',
    run: async (task) => {
      const order = await orderFor(task, known);
      await task.ready();
      const meter = startMeter(workerdChildren(part.child.pid as number), [part.child.pid as number]);
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify(order) });
      const { ms, error } = (await response.json()) as { ms?: number; error?: string };
      if (ms === undefined) throw new Error(`The raw pipe: ${error}`);
      return { ...meter.end(), seconds: ms / 1000 };
    },
    close: () => part.stop(),
  };
}

const basic = ({ email, password }: Task['from']): string =>
  `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;

async function orderFor(task: Task, known: Map<string, PipeBatch[]>): Promise<PipeOrder> {
  const batches = known.get(task.from.email) ?? (await locate(task));
  known.set(task.from.email, batches);
  const client = new Client(task.destination.url, task.to, 1);
  const answer = await client.text(
    envelope(
      `<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>${distinguished('inbox')}</m:FolderIds></m:GetFolder>`,
      V13,
    ),
  );
  client.close();
  const folder = (/<t:FolderId [^>]*\/>/.exec(answer)?.[0] ?? '').replace('FolderId', 'ParentFolderId');
  const [before, after] = envelope('<m:UploadItems><m:Items>|</m:Items></m:UploadItems>', V13).split('|') as [
    string,
    string,
  ];
  return {
    source: { url: task.source.url, authorization: basic(task.from) },
    destination: { url: task.destination.url, authorization: basic(task.to) },
    batches,
    open: before,
    itemOpen: `<t:Item CreateAction="CreateNew">${folder}<t:Data>`,
    itemClose: '</t:Data></t:Item>',
    close: after,
    concurrency: CONCURRENCY,
  };
}

/** Reads everything once, to know where in each answer the contents stand. */
async function locate(task: Task): Promise<PipeBatch[]> {
  const client = new Client(task.source.url, task.from, 1);
  const items = await task.source.items(task.from.email);
  const batches: PipeBatch[] = [];
  for (let at = 0; at < items.length; at += task.workload.batchItems) {
    const ids = items.slice(at, at + task.workload.batchItems).map(({ id }) => `<t:ItemId Id="${id}"/>`);
    const request = envelope(`<m:ExportItems><m:ItemIds>${ids.join('')}</m:ItemIds></m:ExportItems>`, V13);
    const pieces: Buffer[] = [];
    await client.send(request, (piece) => pieces.push(piece));
    batches.push({ request, parts: partsOf(Buffer.concat(pieces)) });
  }
  client.close();
  return batches;
}

function partsOf(answer: Buffer): PipeBatch['parts'] {
  const parts: PipeBatch['parts'] = [];
  let end = 0;
  for (let tag = answer.indexOf('<m:Data>'); tag !== -1; tag = answer.indexOf('<m:Data>', end)) {
    const start = tag + '<m:Data>'.length;
    const skip = start - end;
    end = answer.indexOf('<', start);
    parts.push({ skip, length: end - start });
  }
  return parts;
}
