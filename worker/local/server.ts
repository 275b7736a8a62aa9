import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Runtime, RuntimeSettings } from './bundled.ts';
import { freeBytes, hasRoom } from './disk.ts';
import { createGauge } from './disk-watch.ts';
import { notePids } from './leftovers.ts';
import { keepInOutbox } from './outbox.ts';
import { endNow, workerdChildren } from './process-list.ts';
import { maxConcurrentSlicesHere } from './concurrent-slices.ts';

/**
 * Mailferry itself on the embedded workerd, as a process of its own. Settings come by the environment; it ends when
 * its standard input closes, or when workerd has died under it.
 * MAILFERRY_BUNDLE is the Worker bundled before, which then starts sooner, without wrangler.
 */
const { MAILFERRY_PORT, MAILFERRY_STATE, MAILFERRY_PIDS, MAILFERRY_VARS, MAILFERRY_BUNDLE } = process.env;
if (!MAILFERRY_PORT || !MAILFERRY_STATE || !MAILFERRY_PIDS || !MAILFERRY_VARS)
  throw new Error('start.ts runs this script.');

/** As often as wrangler.toml has it. */
const SCHEDULE_MS = 5 * 60_000;
const SCHEDULE_URL = 'http://localhost/schedule';
/** The runtime's own schedule handler is open to anyone who reaches the port, so it does nothing. */
const SCHEDULE_KEY = randomBytes(32).toString('base64url');

// The process that reads these may be gone; this one must still end in order.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const stateDir = MAILFERRY_STATE;
/** Some pages of a database. */
const LEAST_ROOM_BYTES = 64 * 1024;
const isFull = createGauge();

let isReady = false;
createInterface({ input: process.stdin }).once('close', () => {
  if (isReady) return void end(0);
  for (const pid of workerdChildren(process.pid)) endNow(pid);
  process.exit(0);
});

// Without this, every request is also written into a database: time, disk and memory for each item.
process.env.X_LOCAL_OBSERVABILITY = 'false';
process.env.X_LOCAL_EXPLORER = 'false';

/**
 * What the Worker asks of this computer: to keep a mail in the outbox, and whether there is room. The runtime does not
 * always say that its disk is full, only that something failed.
 */
async function answerForComputer(request: Request): Promise<Response> {
  const name = /^\/outbox\/([\w.-]{1,120})$/.exec(new URL(request.url).pathname)?.[1];
  if (name !== undefined && request.method === 'PUT')
    return keepInOutbox(join(dirname(stateDir), 'outbox'), name, new Uint8Array(await request.arrayBuffer()));
  const isRoom = request.url.endsWith('/room') ? !isFull(freeBytes(stateDir)) : hasRoom(stateDir, LEAST_ROOM_BYTES);
  return new Response(null, { status: isRoom ? 204 : 507 });
}

const vars = {
  SCHEDULE_KEY,
  SLICES_AT_ONCE: String(maxConcurrentSlicesHere()),
  ...(JSON.parse(MAILFERRY_VARS) as Record<string, string>),
};
/** By wrangler, which bundles the Worker first. */
async function startFromSource({ port, persist, vars: all, computer }: RuntimeSettings): Promise<Runtime> {
  const { unstable_startWorker: startWorker } = await import('wrangler');
  const worker = await startWorker({
    config: fileURLToPath(new URL('../../wrangler.toml', import.meta.url)),
    env: 'local',
    envFiles: [],
    bindings: {
      ...Object.fromEntries(Object.entries(all).map(([name, value]) => [name, { type: 'plain_text' as const, value }])),
      COMPUTER: { type: 'fetcher', fetcher: computer },
    },
    dev: {
      server: { hostname: '127.0.0.1', port },
      persist,
      inspector: false,
      watch: false,
      liveReload: false,
      logLevel: 'error',
    },
  });
  await worker.ready;
  return {
    origin: async () => (await worker.url).origin,
    fetch: (url, init) => worker.fetch(url, init),
    dispose: () => worker.dispose(),
  };
}

const settings = { port: Number(MAILFERRY_PORT), persist: MAILFERRY_STATE, vars, computer: answerForComputer };
const worker = MAILFERRY_BUNDLE
  ? await (await import('./bundled.ts')).startBundled(MAILFERRY_BUNDLE, settings)
  : await startFromSource(settings);

isReady = true;
let pids = workerdChildren(process.pid);
notePids(MAILFERRY_PIDS, [process.pid, ...pids]);
process.stdout.write(`${JSON.stringify({ ready: true, url: await worker.origin() })}\n`);

let isEnding = false;
async function end(code: number): Promise<void> {
  isEnding = true;
  setTimeout(() => process.exit(code), 4_000);
  await worker.dispose().catch(() => undefined);
  process.exit(code);
}
// The terminal's Ctrl-C reaches every process of the group; start.ts decides when this one ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void end(0));

// Nothing else runs the schedule here. When it fails, the next one does its work. The first at once: what ended before
// may have been unable to write down when a pass was to go on.
const order = { method: 'POST', headers: { authorization: `Schedule ${SCHEDULE_KEY}` } };
const look = (): void => void worker.fetch(SCHEDULE_URL, order).catch(() => undefined);
look();
setInterval(look, SCHEDULE_MS);

// Asking for one process costs nothing, listing all of them a hundredth of a second and more.
const LIST_EVERY = 20;
let turn = 0;
setInterval(() => {
  turn += 1;
  // One that has died is not coming back; whoever started this process starts a new one.
  if (!isEnding && !pids.every(isAlive)) process.exit(70);
  // Not all of them are there when the server is ready.
  if (turn > LIST_EVERY && turn % LIST_EVERY !== 0) return;
  const now = workerdChildren(process.pid);
  if (now.length > pids.length) notePids(MAILFERRY_PIDS, [process.pid, ...(pids = now)]);
}, 500);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
