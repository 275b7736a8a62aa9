import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { StartError } from '../start-error.ts';
import { resolveHere } from './address-gate.ts';
import type { CliOptions } from './cli-options.ts';
import { USAGE, readCliOptions } from './cli-options.ts';
import { HANDSHAKE_MS } from './open-line.ts';
import { ProxySettingError, proxyFrom } from './proxy.ts';
import type { Gateway, GatewayOptions } from './server.ts';
import { createGateway } from './server.ts';
import { readTokenFile } from './token-file.ts';
import { trustedHere } from './trust-bundle.ts';
import { trustOf } from './trust.ts';

/** The gateway alone, for a Mailferry on Cloudflare: `npm run gateway`. Ends by Ctrl-C. */
function run(options: CliOptions): void {
  const { host, port, tokenFile, caFiles, allowPrivate, ports, files } = options;
  const trust = trustOf(trustedHere(caFiles));
  const proxy = proxyFrom(process.env);
  const certificate = files && { cert: read(files.cert), key: read(files.key) };
  const { token, isNew } = readTokenFile(tokenFile);
  const { server } = open({
    token,
    ports,
    ...(certificate && { certificate }),
    ways: { resolve: resolveHere, trust, proxy, allowPrivate, handshakeMs: HANDSHAKE_MS, now: () => new Date() },
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    fail(new StartError(`The gateway cannot listen on ${host}:${port} (${error.code ?? error.message}).`));
  });
  server.listen(port, host, () => {
    const { address, port: actual } = server.address() as AddressInfo;
    const place = address.includes(':') ? `[${address}]:${actual}` : `${address}:${actual}`;
    process.stdout.write(
      `Gateway     ${certificate ? 'https' : 'http'}://${place}\n` +
        `Token       ${isNew ? 'a new one, ' : ''}in ${tokenFile}\n\nPress Ctrl-C to stop.\n`,
    );
  });
}

function open(options: GatewayOptions): Gateway {
  try {
    return createGateway(options);
  } catch (error) {
    throw new StartError(`The certificate and its key cannot be used: ${(error as Error).message}`);
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`The file ${file} cannot be read: ${(error as Error).message}`);
  }
}

function fail(error: unknown): never {
  const isPlain = error instanceof StartError || error instanceof ProxySettingError;
  process.stderr.write(`${isPlain ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(1);
}

try {
  const options = readCliOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(`${USAGE}\n`);
  else run(options);
} catch (error) {
  fail(error);
}
