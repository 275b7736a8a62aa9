import { parseArgs } from 'node:util';

export type LocalOptions = {
  /** With the sandbox Exchange pair and a prepared project; without, Mailferry alone. */
  withSandbox: boolean;
  port: number;
  stateDir: string;
  allowPrivateEndpoints: boolean;
};

export const USAGE = `npm start -- [--port N] [--state DIR] [--no-sandbox] [--allow-private-endpoints]

  --port N                    port of Mailferry on this computer (8787)
  --state DIR                 where everything is kept (.sandbox, or .mailferry without the sandbox)
  --no-sandbox                Mailferry alone, for real work on this computer
  --allow-private-endpoints   take http and private addresses as endpoints (on with the sandbox)`;

/** A problem that one line explains; shown without a stack. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StartError';
  }
}

/** Reads the command line. Throws StartError for what it does not know. */
export function readOptions(args: readonly string[]): LocalOptions | 'help' {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8787' },
        state: { type: 'string' },
        'no-sandbox': { type: 'boolean', default: false },
        'allow-private-endpoints': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  if (values.help) return 'help';
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartError(`--port takes a number from 1 to 65535, not ${JSON.stringify(values.port)}.`);
  const withSandbox = !values['no-sandbox'];
  return {
    withSandbox,
    port,
    stateDir: values.state ?? (withSandbox ? '.sandbox' : '.mailferry'),
    allowPrivateEndpoints: withSandbox || values['allow-private-endpoints'],
  };
}
