import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApp, CommandError, migrateDatabase } from './commands.ts';
import type { Run, SandboxSide } from './demo.ts';
import { prepareDemo } from './demo.ts';
import type { LocalOptions } from './options.ts';
import { StartError, USAGE, readOptions } from './options.ts';
import { endLeftovers } from './leftovers.ts';
import type { Part } from './parts.ts';
import { startPart } from './parts.ts';
import { findFreePort, requireFreePort } from './ports.ts';
import { readSecrets } from './secrets.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A server that dies this soon after its start has a reason that another start does not mend. */
const TOO_SOON_MS = 5_000;
/** What belonged to a start that was killed ends by itself within this time. */
const PATIENCE_MS = 8_000;

/** Everything on this computer: builds, migrates, starts the sandbox and Mailferry, prepares the demo. */
async function start(options: LocalOptions): Promise<void> {
  process.chdir(ROOT);
  requireNode();
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  const wasHere = existsSync(join(stateDir, 'pids.json'));
  await endLeftovers(join(stateDir, 'pids.json'));
  await requireFreePort(options.port, '--port', wasHere ? PATIENCE_MS : 0);

  buildApp(() => step('Building the app'));
  step('Bringing the database up to date');
  const persist = join(stateDir, 'mailferry');
  migrateDatabase(persist);

  let isEnding = false;
  const sandbox = options.withSandbox ? await startSandbox(stateDir) : undefined;
  let server = await startServer(options, stateDir, persist, sandbox?.ready as unknown as Sides | undefined);
  const endAll = async (code: number): Promise<never> => {
    isEnding = true;
    await Promise.all([server.stop(), sandbox?.stop()]);
    process.exit(code);
  };
  process.on('SIGINT', () => void endAll(0));
  process.on('SIGTERM', () => void endAll(0));
  void sandbox?.exited.then((code) => {
    if (isEnding) return;
    process.stderr.write(`The sandbox Exchange ended unexpectedly (${code}).\n`);
    void endAll(1);
  });
  const url = String(server.ready.url);
  const demo = sandbox && (await prepareDemo(url, stateDir, sandbox.ready as unknown as Sides));
  greet(url, stateDir, demo);

  for (;;) {
    const startedAt = Date.now();
    const code = await server.exited;
    if (isEnding) return;
    if (Date.now() - startedAt < TOO_SOON_MS) throw new StartError(`Mailferry ended at once (${code}).`);
    process.stderr.write('Mailferry’s server ended unexpectedly. It is started again; passes go on by themselves.\n');
    await endLeftovers(join(stateDir, 'pids.json'));
    server = await startServer(options, stateDir, persist, sandbox?.ready as unknown as Sides | undefined);
  }
}

type Sides = { source: SandboxSide; destination: SandboxSide };

async function startSandbox(stateDir: string): Promise<Part> {
  step('Starting the sandbox Exchange servers');
  const exchangeDir = join(stateDir, 'exchange');
  mkdirSync(exchangeDir, { recursive: true });
  const { source, destination } = await sandboxPorts(join(exchangeDir, 'ports.json'));
  const args = ['--with-parent', '--state', exchangeDir, '--source-port', source, '--destination-port', destination];
  // Tests make the mailboxes smaller.
  if (process.env.SANDBOX_SCALE) args.push('--scale', process.env.SANDBOX_SCALE);
  return startPart('The sandbox Exchange', join(ROOT, 'test/sandbox/serve.ts'), args, {});
}

/** The servers keep their addresses over restarts: the endpoints of the demo project point to them. */
async function sandboxPorts(file: string): Promise<{ source: string; destination: string }> {
  if (!existsSync(file)) {
    const ports = { source: String(await findFreePort()), destination: String(await findFreePort()) };
    writeFileSync(file, JSON.stringify(ports));
  }
  const ports = JSON.parse(readFileSync(file, 'utf8')) as { source: string; destination: string };
  for (const port of [ports.source, ports.destination])
    await requireFreePort(Number(port), '--state (another folder)', PATIENCE_MS);
  return ports;
}

function startServer(options: LocalOptions, stateDir: string, persist: string, sides?: Sides): Promise<Part> {
  step('Starting Mailferry');
  const vars = {
    ...readSecrets(stateDir),
    ...(options.allowPrivateEndpoints && { ALLOW_PRIVATE_ENDPOINTS: 'true' }),
    DNS_RESOLVER_URL: 'https://cloudflare-dns.com/dns-query',
    ...(sides && { AUTODISCOVER_HOSTS: JSON.stringify(autodiscoverHosts(sides)) }),
    ...settingsOf(process.env),
  };
  return startPart('Mailferry', join(ROOT, 'worker/local/server.ts'), [], {
    MAILFERRY_PORT: String(options.port),
    MAILFERRY_STATE: persist,
    MAILFERRY_PIDS: join(stateDir, 'pids.json'),
    MAILFERRY_VARS: JSON.stringify(vars),
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
  });
}

/** No DNS knows the domains of the sandbox: where their autodiscover is. */
function autodiscoverHosts(sides: Sides): Record<string, string> {
  const entries = [sides.source, sides.destination].flatMap(({ url, mailboxes }) =>
    mailboxes.map(({ email }) => [`autodiscover.${email.split('@')[1] ?? ''}`, new URL(url).origin] as const),
  );
  return Object.fromEntries(entries);
}

/** Settings of the engine that tests change; see worker/runtime/passes/env.ts. */
function settingsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const names = ['SLICE_MS', 'HEARTBEAT_MS', 'LEASE_MS', 'DOUBT_WAIT_MS', 'COPY_CONCURRENCY'];
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
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

function greet(url: string, stateDir: string, demo: Run | undefined): void {
  const file = join(stateDir, 'run.json');
  const near = relative(ROOT, file);
  const lines = demo
    ? [
        `Mailferry   ${url}/projects/${demo.projectId}`,
        `Sign in     ${demo.email} / ${demo.password}`,
        `Sandbox     ${demo.source.url} (${demo.source.version})`,
        `            ${demo.destination.url} (${demo.destination.version})`,
        `For tools   ${near.startsWith('..') ? file : near} has the API key and the servers’ accounts`,
      ]
    : [`Mailferry   ${url}`];
  process.stdout.write(`\n${lines.join('\n')}\n\nEnd it with Ctrl-C; the next start goes on where it was.\n`);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(`${USAGE}\n`);
  else await start(options);
} catch (error) {
  process.stderr.write(
    `${error instanceof StartError || error instanceof CommandError ? error.message : (error as Error).stack}\n`,
  );
  process.exit(1);
}
