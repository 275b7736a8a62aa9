import { FaultError } from '../../engine/model/fault.ts';
import { child, parseXml, type XmlElement } from '../xml/scan.ts';
import {
  olderThan,
  readServerVersion,
  REQUEST_VERSIONS,
  requestVersionFor,
  type RequestVersion,
  type ServerVersion,
} from '../operations/versions.ts';

/** The schema version that one server and this connection have in common. */
export type Negotiation = {
  /** The server's version, asked for once. Throws FaultError. */
  server: (signal: AbortSignal) => Promise<ServerVersion>;
  /** The version to make requests in. Throws FaultError. */
  version: (signal: AbortSignal) => Promise<RequestVersion>;
  /** The version in use, without asking: the first to be tried until the server has been asked. */
  current: () => RequestVersion;
  /** The server refused this version: use the next older one from now on. False if there is none. */
  stepBack: (refused: RequestVersion) => boolean;
};

export type NegotiationMemory = {
  /** The version that the server's first request must name, if known. */
  first?: RequestVersion | undefined;
  /** Called once the server has answered in a version. */
  met?: (server: ServerVersion, answeredIn: RequestVersion) => void;
};

/** Every Exchange answers requests in it. */
export const OLDEST_VERSION: RequestVersion = 'Exchange2007_SP1';

const UNNAMED: ServerVersion = { name: '', major: 0, minor: 0, build: 0, revision: 0 };

/** Faults of a request in a version that the server may not know: there is more than one word for it. */
const MAY_BE_VERSION: ReadonlySet<string> = new Set(['version', 'corrupt', 'unsupported', 'unknown']);

/**
 * `probe` makes the cheapest request in a version: the oldest first, because every Exchange takes it, then the others
 * upward. A failed negotiation is repeated by the next call.
 */
export function createNegotiation(
  probe: (version: RequestVersion, signal: AbortSignal) => Promise<XmlElement>,
  { first = OLDEST_VERSION, met }: NegotiationMemory = {},
): Negotiation {
  let requestVersion: RequestVersion | undefined;
  let negotiating: Promise<ServerVersion> | undefined;
  const negotiate = async (signal: AbortSignal): Promise<ServerVersion> => {
    const { answer, answeredIn } = await inAnyVersion(first, (version) => probe(version, signal));
    const header = child(parseXml(answer.bytes), 'Header');
    const named = header && readServerVersion(header);
    // One that does not say what it is knows at least the version that it answers in.
    const server = named ?? (answeredIn === OLDEST_VERSION ? UNNAMED : { ...UNNAMED, name: answeredIn });
    met?.(server, answeredIn);
    return server;
  };
  const server = (signal: AbortSignal) => {
    negotiating ??= negotiate(signal).catch((error: unknown) => {
      negotiating = undefined;
      throw error;
    });
    return negotiating;
  };
  return {
    server,
    version: async (signal) => (requestVersion ??= requestVersionFor(await server(signal))),
    current: () => requestVersion ?? first,
    stepBack: (refused) => {
      const older = olderThan(refused);
      if (older !== undefined) requestVersion = older;
      return older !== undefined;
    },
  };
}

/** Throws the first refusal where every version is refused. */
async function inAnyVersion(
  first: RequestVersion,
  ask: (version: RequestVersion) => Promise<XmlElement>,
): Promise<{ answer: XmlElement; answeredIn: RequestVersion }> {
  let refusal: FaultError | undefined;
  for (const version of [first, ...REQUEST_VERSIONS.filter((each) => each !== first)]) {
    try {
      return { answer: await ask(version), answeredIn: version };
    } catch (error) {
      if (!(error instanceof FaultError) || !MAY_BE_VERSION.has(error.fault.kind)) throw refusal ?? error;
      refusal ??= error;
    }
  }
  throw refusal ?? new TypeError('no version is left to try');
}
