import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export const ACCOUNT = { username: 'OLD\\ann', password: 'Password' };

/** Who may sign in, with the MD4 of their password in UTF-16: that of the first is printed in MS-NLMP 4.2.2.1.2. */
const NT_HASHES: Readonly<Record<string, string>> = {
  'OLD\\ann': 'a4f49c406510bdcab6824ee7c30fd852',
  // Of `right password`.
  '\\admin@old.example': '8c49e17be6780585c5de2eb45b26ab64',
};

export type NtlmServer = {
  /** Answers a request only to a connection that has signed in. */
  guard: (answer: RequestListener) => RequestListener;
  /** Forgets who signed in, as a server behind a load balancer may. */
  forget: () => void;
  /** In order: `offer`, `challenge`, `accept`, `refuse`, and `known` for requests on a connection that has signed in. */
  log: string[];
  /** Each sign-in as `path binding`, the binding being `none`, `zeros`, `right` or `wrong`. */
  signIns: string[];
};

export type NtlmServerOptions = {
  /** The scheme name of its messages, by default `NTLM`. */
  scheme?: string;
  /** What is offered to strangers. */
  offers?: string[];
  /** The server wants each request to sign in, and says so. */
  isPerRequest?: boolean;
  /** The page of a refusal. */
  page?: string;
  /** Extended Protection of EWS, as Exchange has it: Autodiscover is left without. */
  protection?: 'allow' | 'require';
  /** The hash of the server's own certificate for `tls-server-end-point`. */
  endPointHash?: Buffer;
};

type State = { negotiate: Buffer; challenge: Buffer } | 'known';

/** NTLM as IIS does it, checked strictly: proof, server's time, MIC. Written apart from the client on purpose. */
export function createNtlmServer(options: NtlmServerOptions = {}): NtlmServer {
  const { scheme = 'NTLM', offers = [scheme], isPerRequest = false, page = '<html>401</html>' } = options;
  let states = new WeakMap<Socket, State>();
  const log: string[] = [];
  const signIns: string[] = [];

  const refuse = (request: IncomingMessage, response: ServerResponse, offer: string[]) => {
    // As IIS does: the body is read and thrown away, so that the connection stays of use.
    request.resume();
    request.once('end', () =>
      response.writeHead(401, { 'www-authenticate': offer, 'content-type': 'text/html' }).end(page),
    );
  };
  return {
    log,
    signIns,
    forget: () => {
      states = new WeakMap();
    },
    guard: (answer) => (request, response) => {
      const { socket } = request;
      const [name, token = ''] = (request.headers.authorization ?? '').split(' ');
      const state = states.get(socket);
      if (name !== scheme) {
        if (state === 'known') {
          log.push('known');
          return answer(request, response);
        }
        log.push('offer');
        return refuse(request, response, offers);
      }
      const message = Buffer.from(token, 'base64');
      if (message.readUInt32LE(8) === 1) {
        const challenge = challengeOf(socket);
        states.set(socket, { negotiate: message, challenge });
        log.push('challenge');
        return refuse(request, response, [`${scheme} ${challenge.toString('base64')}`]);
      }
      const binding = bindingOf(message, options.endPointHash);
      signIns.push(`${request.url} ${binding}`);
      const isAllowed = !request.url?.startsWith('/EWS') || allows(options.protection, binding);
      const isKnown = state !== undefined && state !== 'known';
      const isGood = isAllowed && isKnown && checks(message, state.negotiate, state.challenge);
      log.push(isGood ? 'accept' : 'refuse');
      if (!isGood) {
        states.delete(socket);
        return refuse(request, response, offers);
      }
      if (isPerRequest) {
        states.delete(socket);
        response.setHeader('persistent-auth', 'false');
      } else {
        states.set(socket, 'known');
      }
      return answer(request, response);
    },
  };
}

type Binding = 'none' | 'zeros' | 'right' | 'wrong';

/** Allow lets those in who bind to nothing, and those who bind to the right certificate; Require only these. */
function allows(protection: NtlmServerOptions['protection'], binding: Binding): boolean {
  if (protection === undefined || binding === 'right') return true;
  return protection === 'allow' && binding === 'none';
}

function bindingOf(message: Buffer, endPointHash: Buffer | undefined): Binding {
  const start = message.readUInt32LE(24);
  const pairs = message.subarray(start + 16 + 28, start + message.readUInt16LE(20));
  for (let at = 0; at + 4 <= pairs.length && pairs.readUInt16LE(at) !== 0; at += 4 + pairs.readUInt16LE(at + 2)) {
    if (pairs.readUInt16LE(at) !== 10) continue;
    const value = pairs.subarray(at + 4, at + 4 + pairs.readUInt16LE(at + 2));
    if (value.every((byte) => byte === 0)) return 'zeros';
    return endPointHash && value.equals(hashOf(endPointHash)) ? 'right' : 'wrong';
  }
  return 'none';
}

/** `initiator_addrtype` to `acceptor_address`, all empty, then the application's data with its length. */
function hashOf(endPointHash: Buffer): Buffer {
  const data = Buffer.concat([Buffer.from('tls-server-end-point:', 'ascii'), endPointHash]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return createHash('md5')
    .update(Buffer.concat([Buffer.alloc(16), length, data]))
    .digest();
}

const TIME = Buffer.from('004b8d94263dda01', 'hex');

function challengeOf({ remotePort = 0 }: Socket): Buffer {
  const pair = (id: number, value: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  };
  const name = Buffer.from('OLD', 'utf16le');
  const info = Buffer.concat([
    pair(2, name),
    pair(1, Buffer.from('EX1', 'utf16le')),
    pair(7, TIME),
    pair(0, Buffer.alloc(0)),
  ]);
  const bytes = Buffer.alloc(56 + name.length);
  bytes.write('NTLMSSP\0', 'latin1');
  bytes.writeUInt32LE(2, 8);
  bytes.writeUInt16LE(name.length, 12);
  bytes.writeUInt16LE(name.length, 14);
  bytes.writeUInt32LE(56, 16);
  bytes.writeUInt32LE(0xa2898205, 20);
  // Another one for each connection.
  bytes.writeUInt32LE(0x1badcafe, 24);
  bytes.writeUInt32LE(remotePort, 28);
  bytes.writeUInt16LE(info.length, 40);
  bytes.writeUInt16LE(info.length, 42);
  bytes.writeUInt32LE(bytes.length, 44);
  name.copy(bytes, 56);
  return Buffer.concat([bytes, info]);
}

/** Whether the third message shows the password, to this challenge, and nobody has changed any of the three. */
function checks(message: Buffer, negotiate: Buffer, challenge: Buffer): boolean {
  const field = (at: number) => {
    const start = message.readUInt32LE(at + 4);
    return message.subarray(start, start + message.readUInt16LE(at));
  };
  const [domain, user] = [field(28).toString('utf16le'), field(36).toString('utf16le')];
  const hmac = (key: Buffer, ...parts: Buffer[]) => {
    const made = createHmac('md5', key);
    for (const part of parts) made.update(part);
    return made.digest();
  };
  const hash = NT_HASHES[`${domain}\\${user}`];
  if (hash === undefined) return false;
  const key = hmac(Buffer.from(hash, 'hex'), Buffer.from(user.toUpperCase() + domain, 'utf16le'));
  const response = field(20);
  const proof = response.subarray(0, 16);
  const temp = response.subarray(16);
  const isProof = hmac(key, challenge.subarray(24, 32), temp).equals(proof);
  const isTime = temp.subarray(8, 16).equals(TIME);
  const unsigned = Buffer.from(message);
  unsigned.fill(0, 72, 88);
  const isWhole = hmac(hmac(key, proof), negotiate, challenge, unsigned).equals(message.subarray(72, 88));
  return isProof && isTime && isWhole;
}
