import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

export type LocalOptions = {
  /** With the sandbox Exchange pair and a prepared project; without, Mailferry alone. */
  withSandbox: boolean;
  port: number;
  stateDir: string;
  allowPrivateEndpoints: boolean;
  /** PEM files of authorities to trust as well. */
  caFiles: string[];
  /** Where a proxy in front of it answers, and where links in messages lead. */
  publicUrl?: string;
  /** Another address of this computer to listen on besides loopback, for a proxy on another computer. */
  host?: string;
};

export const USAGE = `npm start -- [--port N] [--state DIR] [--no-sandbox] [--allow-private-endpoints] [--ca FILE] [--public-url URL] [--host ADDRESS]

Runs Mailferry on this computer, with two sandbox Exchange servers and a demo project unless you leave them out.

  --port N                    the port of Mailferry (default: 8787)
  --state DIR                 the folder for all data (default: .sandbox; without the sandbox, .mailferry)
  --no-sandbox                start without the sandbox, for real work
  --allow-private-endpoints   allow http and private addresses as endpoints (always on with the sandbox)
  --ca FILE                   PEM file with authorities to trust, such as a company’s own; can be repeated
  --public-url URL            address of a proxy in front of Mailferry; links in messages lead there; without it, Mailferry answers only to this computer’s names
  --host ADDRESS              listen on this address of this computer too, for a proxy on another one; needs --public-url
  --help                      show this text`;

/**
 * Reads the command line. The usual state folders are in `root`; others are as seen from the current folder. Throws
 * StartError for what it does not know.
 */
export function readOptions(args: readonly string[], root: string): LocalOptions | 'help' {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8787' },
        state: { type: 'string' },
        'no-sandbox': { type: 'boolean', default: false },
        'allow-private-endpoints': { type: 'boolean', default: false },
        ca: { type: 'string', multiple: true, default: [] },
        'public-url': { type: 'string' },
        host: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartError(`--port takes a number from 1 to 65535, not ${JSON.stringify(values.port)}.`);
  if (values.state === '') throw new StartError('--state needs the name of a folder.');
  const publicUrl = values['public-url'];
  if (publicUrl !== undefined && !/^https?:\/\/[^/]/.test(publicUrl))
    throw new StartError('--public-url needs an address such as https://mailferry.example.');
  const { host } = values;
  if (host !== undefined && (isIP(host) === 0 || /^[0:.]+$/.test(host)))
    throw new StartError(
      `--host takes one address of this computer such as 192.168.1.10, not ${JSON.stringify(host)}.`,
    );
  // Whoever reaches the port sends passwords there: in clear, unless a proxy in front has TLS.
  if (host !== undefined && publicUrl === undefined)
    throw new StartError('--host needs --public-url with the address of the proxy.');
  const withSandbox = !values['no-sandbox'];
  return {
    withSandbox,
    port,
    stateDir: values.state === undefined ? join(root, withSandbox ? '.sandbox' : '.mailferry') : resolve(values.state),
    allowPrivateEndpoints: withSandbox || values['allow-private-endpoints'],
    caFiles: values.ca.map((file) => resolve(file)),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(host !== undefined && { host }),
  };
}
