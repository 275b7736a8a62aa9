import { child, parseXml, type XmlElement } from '../xml/scan.ts';
import {
  olderThan,
  readServerVersion,
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
  /** The version in use, without asking: the oldest until the server has been asked. */
  current: () => RequestVersion;
  /** The server refused this version: the next older one is used from now on. False where there is none. */
  stepBack: (refused: RequestVersion) => boolean;
};

/** Every server answers requests in it. */
export const OLDEST_VERSION: RequestVersion = 'Exchange2007_SP1';

const UNNAMED: ServerVersion = { name: '', major: 0, minor: 0, build: 0, revision: 0 };

/** `probe` makes the cheapest request in the oldest version. A failed negotiation is repeated by the next call. */
export function createNegotiation(probe: (signal: AbortSignal) => Promise<XmlElement>): Negotiation {
  let requestVersion: RequestVersion | undefined;
  let negotiating: Promise<ServerVersion> | undefined;
  const negotiate = async (signal: AbortSignal): Promise<ServerVersion> => {
    const header = child(parseXml((await probe(signal)).bytes), 'Header');
    return (header && readServerVersion(header)) ?? UNNAMED;
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
    current: () => requestVersion ?? OLDEST_VERSION,
    stepBack: (refused) => {
      const older = olderThan(refused);
      if (older !== undefined) requestVersion = older;
      return older !== undefined;
    },
  };
}
