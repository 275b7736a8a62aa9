import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Names the folder of a run in which what every Mailferry starts from is made once. */
const VARIABLE = 'MAILFERRY_PREPARED';
const QUIET = { CI: 'true', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };

/** Runs wrangler's command line in the root. Throws with what it said when it fails. */
function wrangler(what: string, args: readonly string[]): void {
  const done = spawnSync(process.execPath, ['--no-warnings', 'node_modules/wrangler/bin/wrangler.js', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...QUIET },
  });
  if (done.status !== 0) throw new Error(`${what} failed:\n${done.stdout}${done.stderr}`);
}

const databaseOf = (folder: string): string => join(folder, 'mailferry');
const bundleOf = (folder: string): string => join(folder, 'worker', 'index.js');

function migrate(persist: string): void {
  const args = ['d1', 'migrations', 'apply', 'mailferry', '--local', '--env', 'local', '--persist-to', persist];
  wrangler('The migration', args);
}

/**
 * Once in a run of tests: migrates a database and bundles the Worker, which every Mailferry of the run would otherwise
 * do for itself. Returns what takes it away again.
 */
export function prepareRun(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-prepared-'));
  migrate(databaseOf(folder));
  const args = ['deploy', '--dry-run', '--env', 'local', '--outdir', join(folder, 'worker')];
  wrangler('The bundle', args);
  process.env[VARIABLE] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Brings an empty, migrated database into `persist`: that of the run, where there is one. */
export function prepareDatabase(persist: string): void {
  const folder = process.env[VARIABLE];
  if (folder) cpSync(databaseOf(folder), persist, { recursive: true });
  else migrate(persist);
}

/** The Worker as it was bundled for this run; undefined where nothing was. */
export function preparedBundle(): string | undefined {
  const folder = process.env[VARIABLE];
  return folder && existsSync(bundleOf(folder)) ? bundleOf(folder) : undefined;
}
