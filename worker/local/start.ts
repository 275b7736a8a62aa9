import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp, CommandError, migrateDatabase } from './commands.ts';
import { needsOwner, prepareDemo } from './demo.ts';
import { freeBytes, fullDisk, hasRoom, isDiskFull, requireRoom } from './disk.ts';
import type { DiskWatch } from './disk-watch.ts';
import { watchDisk } from './disk-watch.ts';
import { startGateway } from './gateway-process.ts';
import { certificatesIn, trustedHere } from './gateway/trust-bundle.ts';
import { greeting } from './greeting.ts';
import { endLeftovers } from './leftovers.ts';
import { addressOf, listenOn } from './listen-on.ts';
import { leaveOutFullDisk, leaveOutHandshakes } from './left-out-lines.ts';
import type { LocalOptions } from './options.ts';
import { USAGE, readOptions } from './options.ts';
import type { Part } from './parts.ts';
import { requireFreePort } from './ports.ts';
import { startSandbox } from './sandbox-process.ts';
import { readSetupToken } from './secrets.ts';
import { startServer } from './server-process.ts';
import { StartError } from './start-error.ts';
import { lockState } from './state-lock.ts';
import { writeWholeText } from './whole-file.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A server that dies this soon after its start has a reason that another start does not mend. */
const TOO_SOON_MS = 5_000;
/** Processes of a killed start end on their own within this time. */
const PATIENCE_MS = 8_000;

/** Everything on this computer: builds, migrates, starts the sandbox and Mailferry, prepares the demo. */
async function start(options: LocalOptions): Promise<void> {
  const { stateDir } = options;
  process.chdir(ROOT);
  requireNode();
  const lock = await lockState(stateDir, options.port, Date.now);
  requireRoom(stateDir);
  const authorities = trustedHere(options.caFiles);
  const place = {
    root: ROOT,
    stateDir,
    persist: join(stateDir, 'mailferry'),
    pidsFile: join(stateDir, 'pids.json'),
    caFile: join(stateDir, 'authorities.pem'),
  };
  const patienceMs = existsSync(place.pidsFile) ? PATIENCE_MS : 0;
  const gatewayPidsFile = join(stateDir, 'gateway-pids.json');
  await Promise.all([place.pidsFile, gatewayPidsFile].map(endLeftovers));
  await requireFreePort(options.port, 'another with --port', patienceMs);

  buildApp(() => step('Building the app'));
  step('Updating the database');
  migrateDatabase(place.persist);
  if (options.withSandbox) step('Starting the sandbox Exchange servers');
  const sandbox = options.withSandbox ? await startSandbox(ROOT, stateDir, PATIENCE_MS) : undefined;
  const servers = sandbox ? [sandbox.sides.source, sandbox.sides.destination] : [];
  const own = servers.flatMap(({ caFile }) => certificatesIn(caFile));
  writeWholeText(place.caFile, [...new Set([...authorities, ...own])].join('\n'));
  step('Starting Mailferry');
  const gateway = await startGateway({ root: ROOT, pidsFile: gatewayPidsFile, caFile: place.caFile }, warn);
  const setupToken = readSetupToken(stateDir);
  let server: Part | undefined;
  // While the disk is full, the runtime tries an alarm again ever later, and never again one whose end it could not
  // write down. Another one has every alarm again, so that passes go on at once.
  let replaced: Part | undefined;
  const replace = (): void => {
    replaced = server;
    void server?.stop();
  };
  const disk = watchDisk(
    { stateDir, freeBytes: () => freeBytes(stateDir), hasRoom: (bytes) => hasRoom(stateDir, bytes) },
    { say: warn, room: replace },
  );
  const startIt = (): Promise<Part> =>
    startServer(
      place,
      options,
      gateway.settings,
      sandbox?.sides,
      setupToken,
      leaveOutFullDisk(leaveOutHandshakes(warn), disk.sawFull),
    );
  server = await startIt();

  let isEnding = false;
  const endAll = async (code: number): Promise<never> => {
    isEnding = true;
    await Promise.all([server?.stop(), sandbox?.stop(), gateway.stop()]);
    lock.release();
    process.exit(code);
  };
  process.on('SIGINT', () => void endAll(0));
  process.on('SIGTERM', () => void endAll(0));
  void sandbox?.exited.then((code) => {
    if (isEnding) return;
    warn(`The sandbox Exchange servers stopped unexpectedly (${code}).`);
    void endAll(1);
  });
  const url = String(server.ready.url);
  const open = options.host === undefined ? undefined : await listenOn(options.host, options.port);
  lock.announce(url);
  const demo = sandbox && (await prepareDemo(url, stateDir, sandbox.sides, setupToken));
  const token = !demo && (await needsOwner(url)) ? setupToken : undefined;
  process.stdout.write(greeting(options.publicUrl ?? url, ROOT, stateDir, demo, token, open && addressOf(open)));

  for (let startedAt = Date.now(); ; startedAt = Date.now()) {
    const code = await server.exited;
    if (isEnding) return;
    if (server !== replaced) {
      const endedTooSoon = Date.now() - startedAt < TOO_SOON_MS;
      if (endedTooSoon && !disk.isFull()) throw new StartError(`Mailferry stopped immediately (${code}).`);
      warn('Mailferry’s server stopped unexpectedly and restarts now. Passes continue automatically.');
    }
    server = await restart(startIt, disk, place.pidsFile);
  }
}

/** Starts the server once there is room on the disk. Throws StartError where it does not start for another reason. */
async function restart(startIt: () => Promise<Part>, disk: DiskWatch, pidsFile: string): Promise<Part> {
  for (;;) {
    await disk.untilRoom();
    await endLeftovers(pidsFile);
    try {
      return await startIt();
    } catch (error) {
      if (!disk.isFull()) throw error;
    }
  }
}

function requireNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18))
    throw new StartError(
      `Mailferry needs Node 22.18 or newer here; this is ${process.version}. Run it with npm start.`,
    );
}

function step(text: string): void {
  process.stdout.write(`${text} …\n`);
}

function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

function explain(error: unknown, stateDir: string): string {
  if (error instanceof StartError || error instanceof CommandError) return error.message;
  if (isDiskFull(error)) return fullDisk(stateDir, 'it is not possible to write there').message;
  return (error as Error).stack ?? String(error);
}

let stateDir = '';
try {
  const options = readOptions(process.argv.slice(2), ROOT);
  if (options === 'help') process.stdout.write(`${USAGE}\n`);
  else {
    stateDir = options.stateDir;
    await start(options);
  }
} catch (error) {
  warn(explain(error, stateDir));
  process.exit(1);
}
