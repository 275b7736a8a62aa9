import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bareHost } from '../../lib/address.ts';
import { StartError } from '../start-error.ts';

export type CliOptions = {
  host: string;
  port: number;
  tokenFile: string;
  caFiles: string[];
  allowPrivate: boolean;
  /** All that may be called. */
  ports: ReadonlySet<number>;
  /** For https. */
  files?: { cert: string; key: string };
};

export const USAGE = `npm run gateway -- --listen HOST:PORT --token-file FILE [--ca FILE] [--allow-private] [--allow-port N]
                   [--cert FILE --key FILE]

Runs only the gateway, for a Mailferry on Cloudflare whose Exchange servers are in a private network or need a TLS version
that Cloudflare’s sockets do not support. Mailferry reaches the gateway over https: through a Cloudflare Tunnel to a
loopback port, or with its own certificate. Set GATEWAY_URL to its address and the secret GATEWAY_TOKEN to its token.

  --listen HOST:PORT   address to listen on; without a certificate only a loopback address, such as 127.0.0.1:8788
  --token-file FILE    file with the token; created with a new token if it does not exist
  --ca FILE            PEM file with further authorities to trust; can be repeated
  --allow-private      allow private addresses; Mailferry must allow them too (ALLOW_PRIVATE_ENDPOINTS)
  --allow-port N       allow another port besides 443; can be repeated
  --cert FILE          PEM certificate for https, with its chain
  --key FILE           PEM private key of the certificate
  --help               show this text

The gateway uses HTTPS_PROXY and NO_PROXY.`;

/** Reads the command line; files are as seen from the current folder. Throws StartError for what it does not know. */
export function readCliOptions(args: readonly string[]): CliOptions | 'help' {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        listen: { type: 'string' },
        'token-file': { type: 'string' },
        ca: { type: 'string', multiple: true, default: [] },
        'allow-private': { type: 'boolean', default: false },
        'allow-port': { type: 'string', multiple: true, default: [] },
        cert: { type: 'string' },
        key: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  if (values.help) return 'help';
  if (!values.listen) throw new StartError(`--listen is missing: the address that the gateway listens on.\n\n${USAGE}`);
  if (!values['token-file']) throw new StartError(`--token-file is missing: the file with the token.\n\n${USAGE}`);
  if ((values.cert === undefined) !== (values.key === undefined))
    throw new StartError('--cert and --key go together: use both or neither.');
  const { host, port } = placeOf(values.listen);
  if (values.cert === undefined && !isLoopback(host))
    throw new StartError(
      `Without a certificate the gateway listens only on loopback addresses, and ${host} is not one.\n` +
        'Add --cert and --key, or listen on 127.0.0.1 and use a Cloudflare Tunnel.',
    );
  return {
    host,
    port,
    tokenFile: resolve(values['token-file']),
    caFiles: values.ca.map((file) => resolve(file)),
    allowPrivate: values['allow-private'],
    ports: new Set([443, ...values['allow-port'].map((text) => portOf(text, '--allow-port'))]),
    ...(values.cert && values.key && { files: { cert: resolve(values.cert), key: resolve(values.key) } }),
  };
}

function placeOf(text: string): { host: string; port: number } {
  const split = text.lastIndexOf(':');
  const host = bareHost(text.slice(0, Math.max(split, 0)));
  if (host === '') throw new StartError(`--listen takes HOST:PORT, not ${JSON.stringify(text)}.`);
  return { host, port: portOf(text.slice(split + 1), '--listen') };
}

function portOf(text: string, option: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new StartError(`${option} takes a port from 1 to 65535, not ${JSON.stringify(text)}.`);
  return port;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
