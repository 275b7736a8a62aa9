import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp, bundleWorker, migrateDatabase } from '../../worker/local/commands.ts';

/** Names the folder of a run in which what every Mailferry starts from is made once. */
export const PREPARED_FOLDER = 'MAILFERRY_PREPARED';

const databaseOf = (folder: string): string => join(folder, 'mailferry');
const bundleOf = (folder: string): string => join(folder, 'worker', 'index.js');

/**
 * Once in a run: builds the app, migrates a database and bundles the Worker, which every Mailferry of the run would
 * otherwise do for itself. Returns what takes it away again.
 */
export function prepareRun(): () => void {
  buildApp();
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-prepared-'));
  migrateDatabase(databaseOf(folder));
  bundleWorker(join(folder, 'worker'));
  process.env[PREPARED_FOLDER] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Brings an empty, migrated database into `persist`: that of the run, where there is one. */
export function prepareDatabase(persist: string): void {
  const folder = process.env[PREPARED_FOLDER];
  if (folder) cpSync(databaseOf(folder), persist, { recursive: true });
  else migrateDatabase(persist);
}

/** The Worker as it was bundled for this run; undefined where nothing was. */
export function preparedBundle(): string | undefined {
  const folder = process.env[PREPARED_FOLDER];
  return folder && existsSync(bundleOf(folder)) ? bundleOf(folder) : undefined;
}
