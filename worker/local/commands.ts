import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportsFullDisk } from './disk.ts';
import { isMigrated } from './is-migrated.ts';
import { isUpToDate } from './up-to-date.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const QUIET = { CI: 'true', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

const FULL_DISK = `, because a disk is full. Free up space on the disks of the state folder, of ${ROOT} and of ${tmpdir()}.`;

/** A command failed; its message is the output of the command. */
export class CommandError extends Error {}

const isAppUpToDate = (): boolean =>
  isUpToDate(`${ROOT}dist/app/service-worker.js`, [`${ROOT}app`, `${ROOT}package.json`, `${ROOT}package-lock.json`]);

/** Builds the app into dist/app, which the Worker serves; not when the one there is newer than all its sources. */
export function buildApp(onBuild: () => void = () => {}): void {
  if (isAppUpToDate()) return;
  onBuild();
  const args = ['build', '--config', 'app/vite.config.ts', '--logLevel', 'error'];
  runTool('The build', ['node_modules/vite/bin/vite.js', ...args], { NODE_ENV: 'production' });
}

/** Migrates the database under `persist`; creates it if it does not exist. */
export function migrateDatabase(persist: string): void {
  if (isMigrated(persist, `${ROOT}migrations`)) return;
  runTool('The database migration', ['worker/local/migrate.ts', persist, `${ROOT}migrations`]);
}

/** Bundles the Worker into `folder` as index.js, with what its start needs; with `entry`, another one of that file name. */
export function bundleWorker(folder: string, entry?: string): void {
  const args = ['deploy', ...(entry ? [entry] : []), '--dry-run', '--env', 'local', '--outdir', folder];
  runTool('The bundle', ['node_modules/wrangler/bin/wrangler.js', ...args]);
  runTool('The bundle', ['worker/local/worker-options.ts', join(folder, 'options.json')]);
}

/** Runs a tool of the project in its root. Throws a CommandError with its output when it fails. */
function runTool(what: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): void {
  const { status, error, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...QUIET, ...more },
  });
  if (status === 0) return;
  const said = `${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`;
  throw new CommandError(`${what} failed${reportsFullDisk(said) ? FULL_DISK : `:\n${said}`}`);
}
