import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPT = new URL('../../worker/local/gateway/serve.ts', import.meta.url).pathname;

/** The gateway of `npm start` as a process of its own, which trusts the public authorities alone. */
export async function startGatewayProcess(token: string): Promise<{ url: string; stop: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'mailferry-gateway-'));
  const caFile = join(folder, 'authorities.pem');
  writeFileSync(caFile, '');
  const child = spawn(process.execPath, ['--no-warnings', SCRIPT], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { MAILFERRY_GATEWAY_TOKEN: token, MAILFERRY_GATEWAY_PORT: '0', MAILFERRY_CA_FILE: caFile },
  });
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as { port: number }));
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${String(code)}`)));
  });
  return {
    url: `http://127.0.0.1:${String(port)}`,
    stop: () => {
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
