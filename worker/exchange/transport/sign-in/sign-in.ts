import { FaultError, type Fault } from '../../../engine/model/fault.ts';
import { chooseScheme, type SignInScheme } from '../../../lib/sign-in-scheme.ts';
import { askSchemes } from './ask-schemes.ts';
import { basicAuthenticator } from './plain-authenticators.ts';
import type { Authenticator, ClosableFetch, Credentials } from '../authenticator.ts';
import { isBeyondAscii, type OneTry } from '../charsets.ts';
import { makeFault, type Side } from '../../faults/make-fault.ts';
import type { OpenSocket } from '../http/byte-socket.ts';
import { ntlmAuthenticator } from '../ntlm/ntlm-authenticator.ts';
import type { SignInMemory } from '../sign-in-memory.ts';

/** What signing in needs from the platform. */
export type SignInPlatform = {
  fetch: ClosableFetch;
  /** Connections of one's own, for NTLM. */
  open: OpenSocket;
  /** The same whose certificate is known (`line.endPointHash`), where there is a gateway: for Extended Protection. */
  openBound?: OpenSocket;
  /** What is remembered of the server of an origin; nothing where absent. */
  memory?: (origin: string) => SignInMemory;
  /** Fills the bytes with random ones. */
  random: (bytes: Uint8Array) => void;
  /** In ms. */
  now: () => number;
  /** Connections of one's own at once, for each side. */
  maxConnections?: number;
  /** Whether a refused password is tried no other way; see OneTry. */
  once?: OneTry;
};

/** The scheme for a server. Throws FaultError where none is in common. A server that offers none asks for none. */
export function requireScheme(
  offered: readonly string[],
  url: string,
  side: Side,
  { username, password }: Credentials,
): SignInScheme {
  const isBeyond = isBeyondAscii(username) || isBeyondAscii(password);
  const scheme = offered.length === 0 ? 'basic' : chooseScheme(offered, url.startsWith('https:'), isBeyond);
  if (scheme === undefined) throw new FaultError(noSchemeFault(offered, side));
  return scheme;
}

function noSchemeFault(offered: readonly string[], side: Side): Fault {
  if (offered.every((scheme) => scheme === 'bearer')) {
    return makeFault('oauth-only', 'endpoint', 'oauth-only', 'The server accepts only modern authentication.', side);
  }
  const message = `The server offers ${offered.join(', ')}. Mailferry supports Basic and NTLM.`;
  return makeFault('credentials', 'endpoint', 'no-usable-sign-in', message, side);
}

/** Signs in by a scheme, for one mailbox on one side. Nothing is sent yet. */
export function createAuthenticator(
  scheme: SignInScheme,
  credentials: Credentials,
  { fetch, ...platform }: SignInPlatform,
): Authenticator {
  if (scheme === 'basic') return basicAuthenticator(fetch, credentials, platform);
  return ntlmAuthenticator({ ...platform, credentials, scheme: scheme === 'ntlm' ? 'NTLM' : 'Negotiate' });
}

/** Signs in as the server wants it, which its first request finds out: credentials go only where they are asked for. */
export function learningAuthenticator(credentials: Credentials, platform: SignInPlatform, side: Side): Authenticator {
  let learning: Promise<Authenticator> | undefined;
  let learnt: Authenticator | undefined;
  let isApart = false;
  const learn = async (url: string, signal: AbortSignal): Promise<Authenticator> => {
    const offered = await askSchemes({ url, fetch: platform.fetch, side, signal });
    learnt = createAuthenticator(requireScheme(offered, url, side, credentials), credentials, platform);
    if (isApart) learnt.keepApart?.();
    return learnt;
  };
  return {
    get scheme() {
      return learnt?.scheme ?? 'none';
    },
    send: async (url, init) => {
      learning ??= learn(url, init.signal ?? new AbortController().signal).catch((error: unknown) => {
        learning = undefined;
        throw error;
      });
      const authenticator = await learning;
      return authenticator.send(url, init);
    },
    keepApart: () => {
      isApart = true;
      learnt?.keepApart?.();
    },
    close: () => learnt?.close?.(),
  };
}
