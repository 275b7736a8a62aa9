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

Runs Mailferry’s gateway alone, for a Mailferry on Cloudflare whose servers are in a private network, or speak a TLS that
Cloudflare’s sockets lack. Mailferry reaches it over https: through a Cloudflare Tunnel to a port of loopback, or with a
certificate of its own. Give Mailferry the address as GATEWAY_URL and the token as the secret GATEWAY_TOKEN.

  --listen HOST:PORT   where it listens; without a certificate, on loopback only, such as 127.0.0.1:8788
  --token-file FILE    the file with the token; made with a new one where there is none
  --ca FILE            a PEM file of authorities to trust as well; may be repeated
  --allow-private      allow private addresses; Mailferry has to allow them too (ALLOW_PRIVATE_ENDPOINTS)
  --allow-port N       allow another port beside 443; may be repeated
  --cert FILE          the certificate for https, PEM, with its chain
  --key FILE           its private key, PEM
  --help               show this text

HTTPS_PROXY and NO_PROXY are followed.`;

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
  if (!values.listen) throw new StartError(`--listen is missing: where the gateway listens.\n\n${USAGE}`);
  if (!values['token-file']) throw new StartError(`--token-file is missing: the file with the token.\n\n${USAGE}`);
  if ((values.cert === undefined) !== (values.key === undefined))
    throw new StartError('--cert and --key belong together: give both or neither.');
  const { host, port } = placeOf(values.listen);
  if (values.cert === undefined && !isLoopback(host))
    throw new StartError(
      `Without a certificate, the gateway listens on loopback only, and ${host} is not loopback.\n` +
        'Give it --cert and --key, or listen on 127.0.0.1 and put a Cloudflare Tunnel before it.',
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
