import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startGateway } from '../../worker/local/gateway-process.ts';
import { notedPids } from '../../worker/local/leftovers.ts';
import { endNow } from '../../worker/local/process-list.ts';
import { startMailferry } from '../e2e/mailferry.ts';
import { oneByOne, type CrashServer } from './server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LONGEST_START_MS = 30_000;

/**
 * A server that reaches the sandbox over https and through the gateway alone, as `npm start` runs it. What dies is the
 * gateway; `npm start` starts it again by itself.
 */
export async function startCrashGateway(settings: Record<string, string>): Promise<CrashServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-gateway-'));
  const pidsFile = join(folder, 'gateway-pids.json');
  const caFile = join(folder, 'trusted.pem');
  writeFileSync(caFile, '');
  let deaths = 0;
  const gateway = await startGateway({ root: ROOT, pidsFile, caFile }, () => {});
  const mailferry = await startMailferry({ ...settings, ...gateway.settings, GATEWAY_FIRST: 'true' });
  const calmly = oneByOne();
  return {
    mailferry,
    by: 'https',
    deaths: () => deaths,
    calmly,
    crash: () =>
      calmly(async () => {
        const [pid] = notedPids(pidsFile);
        endNow(pid!);
        deaths += 1;
        for (const until = Date.now() + LONGEST_START_MS; notedPids(pidsFile)[0] === pid;) {
          if (Date.now() > until) throw new Error('The gateway is not started again.');
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }),
    close: async () => {
      await mailferry.close();
      await gateway.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
