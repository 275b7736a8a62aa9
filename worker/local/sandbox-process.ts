import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sides } from './demo.ts';
import type { Part } from './parts.ts';
import { startPart } from './parts.ts';
import { findFreePort, requireFreePort } from './ports.ts';
import { StartError } from './start-error.ts';
import { readJsonFile, writeWholeFile } from './whole-file.ts';

/** Of both servers, by http and by their front doors, and of the mail host and its page. */
type Ports = {
  source: string;
  destination: string;
  sourceHttps: string;
  destinationHttps: string;
  mail: string;
  mailPage: string;
};

/** A script of its own, which the product does without. */
const SCRIPT = 'test/sandbox/serve.ts';

/** Starts the sandbox Exchange servers and their mail host, which keep their mailboxes and addresses in the state folder. */
export async function startSandbox(
  root: string,
  stateDir: string,
  patienceMs: number,
): Promise<Part & { sides: Sides }> {
  const script = join(root, SCRIPT);
  if (!existsSync(script))
    throw new StartError(`The sandbox is not installed (${SCRIPT}). Start without it: npm start -- --no-sandbox`);
  const exchangeDir = join(stateDir, 'exchange');
  mkdirSync(exchangeDir, { recursive: true });
  const ports = await portsIn(join(exchangeDir, 'ports.json'), patienceMs);
  const args = ['--with-parent', '--state', exchangeDir];
  args.push('--source-port', ports.source, '--destination-port', ports.destination);
  args.push('--source-https-port', ports.sourceHttps, '--destination-https-port', ports.destinationHttps);
  args.push('--mail-port', ports.mail, '--mail-page-port', ports.mailPage);
  // Tests make the mailboxes smaller, and the servers slower.
  const { SANDBOX_SCALE, SANDBOX_BYTES_PER_SECOND } = process.env;
  if (SANDBOX_SCALE) args.push('--scale', SANDBOX_SCALE);
  if (SANDBOX_BYTES_PER_SECOND) args.push('--bytes-per-second', SANDBOX_BYTES_PER_SECOND);
  const part = await startPart('The sandbox Exchange', script, args, {});
  return { ...part, sides: part.ready as unknown as Sides };
}

/** The servers keep their addresses over restarts: the endpoints of the demo project point to them. */
async function portsIn(file: string, patienceMs: number): Promise<Ports> {
  const known = readJsonFile(file) as Partial<Ports> | undefined;
  const ports: Ports = {
    source: known?.source ?? String(await findFreePort()),
    destination: known?.destination ?? String(await findFreePort()),
    // Folders of earlier versions have none of these.
    sourceHttps: known?.sourceHttps ?? String(await findFreePort()),
    destinationHttps: known?.destinationHttps ?? String(await findFreePort()),
    mail: known?.mail ?? String(await findFreePort()),
    mailPage: known?.mailPage ?? String(await findFreePort()),
  };
  if (Object.keys(ports).length !== Object.keys(known ?? {}).length) writeWholeFile(file, ports);
  for (const port of Object.values(ports))
    await requireFreePort(
      Number(port),
      'another folder with --state (in this folder, a sandbox Exchange server uses the port)',
      patienceMs,
    );
  return ports;
}
