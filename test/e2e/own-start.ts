import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../worker/local/ports.ts';
import { cleanUp, greeted, npmStart } from './npm-start.ts';

/** `npm start` on a state folder of its own, for a command of the tests. */
export type OwnStart = { url: string; stateDir: string; output: () => string; close: () => Promise<void> };

export async function startOwn(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<OwnStart> {
  const stateDir = mkdtempSync(join(tmpdir(), 'mailferry-own-'));
  const port = await findFreePort();
  const started = npmStart(stateDir, [...args, '--port', String(port)], env);
  const close = async () => {
    await cleanUp(stateDir, started);
    rmSync(stateDir, { recursive: true, force: true });
  };
  try {
    await greeted(started);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}`, stateDir, output: started.output, close };
}
