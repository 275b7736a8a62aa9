import { unstable_startWorker as startWorker } from 'wrangler';
import { notePids } from './leftovers.ts';
import { workerdChildren } from './process-list.ts';
import { slicesAtOnceHere } from './slices-at-once.ts';

/**
 * Mailferry itself on the embedded workerd, as a process of its own. Settings come by the environment; it ends when
 * its standard input closes, or when workerd has died under it. MAILFERRY_BUNDLE is the Worker bundled before, which
 * then starts sooner.
 */
const { MAILFERRY_PORT, MAILFERRY_STATE, MAILFERRY_PIDS, MAILFERRY_VARS, MAILFERRY_BUNDLE } = process.env;
if (!MAILFERRY_PORT || !MAILFERRY_STATE || !MAILFERRY_PIDS || !MAILFERRY_VARS)
  throw new Error('This script is started by start.ts.');

// Else every request and span is written into a database besides: time, disk and memory that grow with each item.
process.env.X_LOCAL_OBSERVABILITY = 'false';
process.env.X_LOCAL_EXPLORER = 'false';

const vars = {
  SLICES_AT_ONCE: String(slicesAtOnceHere()),
  ...(JSON.parse(MAILFERRY_VARS) as Record<string, string>),
};
const worker = await startWorker({
  config: new URL('../../wrangler.toml', import.meta.url).pathname,
  env: 'local',
  envFiles: [],
  ...(MAILFERRY_BUNDLE && { entrypoint: MAILFERRY_BUNDLE, build: { bundle: false } }),
  bindings: Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, { type: 'plain_text', value }])),
  dev: {
    server: { hostname: '127.0.0.1', port: Number(MAILFERRY_PORT) },
    persist: MAILFERRY_STATE,
    inspector: false,
    watch: false,
    liveReload: false,
    logLevel: 'error',
  },
});
await worker.ready;

let pids = workerdChildren(process.pid);
notePids(MAILFERRY_PIDS, pids);
process.stdout.write(`${JSON.stringify({ ready: true, url: (await worker.url).origin })}\n`);

const end = async (code: number): Promise<void> => {
  setTimeout(() => process.exit(code), 4_000);
  await worker.dispose().catch(() => undefined);
  process.exit(code);
};
process.stdin.resume();
process.stdin.once('end', () => void end(0));
// The terminal's Ctrl-C reaches every process of the group; start.ts decides when this one ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void end(0));

// Asking for one process costs nothing, listing all of them a hundredth of a second and more.
const LIST_EVERY = 20;
let turn = 0;
setInterval(() => {
  turn += 1;
  // One that has died is not coming back; whoever started this process starts a new one.
  if (!pids.every(isAlive)) process.exit(70);
  // Not all of them are there when the server is ready.
  if (turn > LIST_EVERY && turn % LIST_EVERY !== 0) return;
  const now = workerdChildren(process.pid);
  if (now.length > pids.length) notePids(MAILFERRY_PIDS, (pids = now));
}, 500);

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
