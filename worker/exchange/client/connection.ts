import type { Side } from '../faults/make-fault.ts';
import { describeVersion, type RequestVersion, type ServerVersion } from '../operations/versions.ts';
import type { XmlElement } from '../xml/scan.ts';
import type { Splice } from '../xml/splice.ts';
import { createCapabilities, noteLack, type ServerCapabilities } from './capabilities.ts';
import type { Gate } from './gate.ts';
import { greetingBy } from './greet.ts';
import { inTurn } from './in-turn.ts';
import { inVersion } from './in-version.ts';
import { firstAlone, type FirstCalls } from './first-alone.ts';
import { insist, type Insistence } from './insist.ts';
import { createNegotiation, OLDEST_VERSION } from './negotiation.ts';
import { createOtherProbe } from './other-probe.ts';
import { sendForStream, type StreamCall } from './send-for-stream.ts';
import { sendUpload, type UploadCall } from './send-upload.ts';
import { sendWhole, type Call } from './send-whole.ts';
import type { AnyCall, Reply, Send } from './send.ts';
import { createWire, type WireOptions } from './wire.ts';
import { withDeadline, type Timed } from './with-deadline.ts';

export type ConnectionOptions = WireOptions & {
  /** Longest wait for an answer to begin or to go on; beyond the server's own limit of one minute. */
  timeoutMs?: number;
  /** Lets calls through as the server can take them; without, all at once. */
  gate?: Gate;
  /** What was learnt of the server in this pass; without it, the connection starts with no knowledge. */
  capabilities?: ServerCapabilities;
};

export type Connection = {
  readonly side: Side;
  readonly mailbox: string;
  readonly impersonates: boolean;
  readonly capabilities: ServerCapabilities;
  /** The server's version, asked for once. Throws FaultError. */
  server(signal: AbortSignal): Promise<ServerVersion>;
  /** The schema version that requests are made in. Throws FaultError. */
  version(signal: AbortSignal): Promise<RequestVersion>;
  /** The answer that revealed the version, once it has come. It may show the folders of `FIRST_NAMES`. */
  greeting(): XmlElement | undefined;
  /** The operation's answer (`GetItemResponse`). Throws FaultError. */
  call(call: Call): Promise<XmlElement>;
  /**
   * Like `call`, but the content of the first element of that name becomes a stream. `verify` sees the answer
   * without it before the stream closes. An answer without such an element comes back whole.
   */
  callForStream(call: Call, element: string, verify: (response: XmlElement) => void): Promise<Splice | XmlElement>;
  /** Like `call` with a streamed body. A broken content stream never completes the request. */
  upload(call: UploadCall): Promise<XmlElement>;
};

const DEFAULT_TIMEOUT_MS = 100_000;

/** Sends nothing yet: the first call negotiates the version. */
export function createConnection(options: ConnectionOptions): Connection {
  const { side, mailbox, impersonate, gate, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const capabilities = options.capabilities ?? createCapabilities(Date.now);
  const owner = { mailbox, impersonates: impersonate };
  const wire = createWire(options, capabilities);
  const once = <C extends AnyCall, R extends Reply>(send: Send<C & Timed, R>): Send<C, R> =>
    inTurn(gate, side, withDeadline(timeoutMs, send));

  const whole = once(sendWhole(wire));
  let greeting: XmlElement | undefined;
  const greet = greetingBy(whole, owner);
  const first = capabilities.greeting ?? OLDEST_VERSION;
  const negotiation = createNegotiation(
    async (version, signal) => {
      // A refusal in the first version may pass; in the others it is what was to be found out.
      const ask = version === first ? insist(insistence, greet) : greet;
      // Any answer will do: its header is enough.
      const { response } = await ask({ operation: 'GetFolder', takesEmpty: true, version, signal });
      greeting = response;
      return response;
    },
    {
      first,
      met: (server, answeredIn) => {
        capabilities.meet(describeVersion(server));
        wire.met(server);
        if (answeredIn === OLDEST_VERSION) delete capabilities.greeting;
        else capabilities.greeting = answeredIn;
      },
    },
  );
  const insistence: Insistence = {
    side,
    operations: capabilities.operations,
    noteLack: (operation) => noteLack(capabilities, operation),
    answersOther: createOtherProbe(whole, negotiation, owner, side),
  };

  const firstCalls: FirstCalls = new Map();
  const alone = <C extends AnyCall, R extends Reply>(send: Send<C, R>): Send<C, R> =>
    firstAlone(capabilities.operations, firstCalls, send);
  const call = alone(insist(insistence, inVersion<Call, { response: XmlElement }>(negotiation, whole)));
  const stream = alone(insist(insistence, inVersion<StreamCall, Reply>(negotiation, once(sendForStream(wire)))));
  // A streamed body is used up after one try.
  const isRepeatable = false;
  const upload = insist(
    { ...insistence, isRepeatable },
    inVersion<UploadCall, { response: XmlElement }>(negotiation, once(sendUpload(wire, negotiation)), { isRepeatable }),
  );
  return {
    side,
    mailbox,
    impersonates: impersonate,
    capabilities,
    server: negotiation.server,
    version: negotiation.version,
    greeting: () => greeting,
    call: async (asked) => (await call(asked)).response,
    callForStream: async (asked, element, verify) => {
      const reply = await stream({ ...asked, element, verify });
      return 'stream' in reply ? reply.stream : reply.response;
    },
    upload: async (asked) => (await upload(asked)).response,
  };
}
