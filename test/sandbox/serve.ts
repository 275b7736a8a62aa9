import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { sandboxPlan } from './generate/plan.ts';
import { startMailHost } from './mail-host/mail-host.ts';
import { startSandbox, type SandboxOptions } from './sandbox.ts';

/**
 * The sandbox as a process of its own:
 *
 *     node test/sandbox/serve.ts --state DIR --source-port N --destination-port N --seed N
 *
 * With `--mail-port N --mail-page-port N` also a mail host, and in the line `mail: {smtp, url}`: see mail-host/.
 *
 * Prints one line of JSON when both servers answer: `{source: {url, httpsUrl, caFile, version, admin, mailboxes},
 * destination: {…}}`. `httpsUrl` is the front door (`--source-https-port`, `--destination-https-port`), `caFile` the
 * root, PEM, that its clients have to trust. With `--control-port N` (0: any free one) also `controlUrl`, the address of the control port (control/).
 * `--options JSON` replaces the usual plan by SandboxOptions; `--with-parent` ends the process when its stdin (or
 * the IPC channel) closes. On stdin it takes one JSON object a line, `{"roundTripMs": 40}` or `{"bytesPerSecond":
 * 1e7}`, and answers `{"stats": true}` with the counters of both sides.
 */
const { values } = parseArgs({
  options: {
    state: { type: 'string' },
    'source-port': { type: 'string' },
    'destination-port': { type: 'string' },
    'source-https-port': { type: 'string' },
    'destination-https-port': { type: 'string' },
    seed: { type: 'string', default: '1' },
    scale: { type: 'string', default: '1' },
    'round-trip-ms': { type: 'string', default: '0' },
    'bytes-per-second': { type: 'string', default: '0' },
    'record-to': { type: 'string' },
    'control-port': { type: 'string' },
    'mail-port': { type: 'string' },
    'mail-page-port': { type: 'string' },
    options: { type: 'string' },
    'with-parent': { type: 'boolean', default: false },
  },
});

const planned: SandboxOptions = values.options
  ? (JSON.parse(values.options) as SandboxOptions)
  : sandboxPlan({
      seed: Number(values.seed),
      scale: Number(values.scale),
      roundTripMs: Number(values['round-trip-ms']),
      bytesPerSecond: Number(values['bytes-per-second']),
      sourcePort: Number(values['source-port'] ?? 0),
      destinationPort: Number(values['destination-port'] ?? 0),
      sourceHttpsPort: Number(values['source-https-port'] ?? 0),
      destinationHttpsPort: Number(values['destination-https-port'] ?? 0),
      ...(values.state ? { stateDir: values.state } : {}),
      ...(values['record-to'] ? { recordTo: values['record-to'] } : {}),
    });

const controlPort = values['control-port'];
const options = controlPort === undefined ? planned : { ...planned, controlPort: Number(controlPort) };
const sandbox = await startSandbox(options);
const TEN_YEARS_MS = 10 * 365 * 86_400_000;
const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

/** The root in a file: in the state folder, or in one of its own that goes with the process. */
async function writeRoot(): Promise<{ caFile: string; remove: () => void }> {
  const { root } = await sandbox.authority();
  if (options.stateDir) return { caFile: resolve(options.stateDir, 'authority', 'root.pem'), remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-root-'));
  const caFile = join(folder, 'root.pem');
  writeFileSync(caFile, root);
  return { caFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const { caFile, remove } = await writeRoot();

/** Its certificate is of the same authority as those of the servers. */
async function startMail() {
  const { 'mail-port': smtpPort, 'mail-page-port': httpPort } = values;
  if (smtpPort === undefined) return undefined;
  const authority = await sandbox.authority();
  const notAfter = new Date(authority.since.getTime() + TEN_YEARS_MS);
  const { key, cert, issuers } = await authority.certificateFor({
    names: ['localhost'],
    ips: ['127.0.0.1'],
    notBefore: authority.since,
    notAfter,
  });
  const certificate = { key, cert: [cert, ...issuers].join('\n') };
  return startMailHost({ smtpPort: Number(smtpPort), httpPort: Number(httpPort ?? 0), certificate });
}

const mail = await startMail();
const describe = ({ url, httpsUrl, version, admin, mailboxes }: typeof sandbox.source) => ({
  url,
  httpsUrl,
  caFile,
  version,
  admin,
  mailboxes,
});

const stop = (): void => {
  void Promise.all([sandbox.close(), mail?.close()]).then(() => {
    remove();
    process.exit(0);
  });
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);

let pending = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => {
  pending += text;
  const lines = pending.split('\n');
  pending = lines.pop() ?? '';
  for (const line of lines) {
    const order = JSON.parse(line) as { roundTripMs?: number; bytesPerSecond?: number; stats?: boolean };
    for (const side of [sandbox.source, sandbox.destination]) {
      if (order.roundTripMs !== undefined) side.setNetwork({ roundTripMs: order.roundTripMs });
      if (order.bytesPerSecond !== undefined) side.setNetwork({ bytesPerSecond: order.bytesPerSecond });
    }
    if (order.stats) print({ source: sandbox.source.stats(), destination: sandbox.destination.stats() });
  }
});
process.stdin.on('end', () => {
  if (values['with-parent']) stop();
});

print({
  source: describe(sandbox.source),
  destination: describe(sandbox.destination),
  ...(sandbox.controlUrl === undefined ? {} : { controlUrl: sandbox.controlUrl }),
  ...(mail && { mail: { smtp: mail.smtp, url: mail.url } }),
});
