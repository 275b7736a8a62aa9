import type { Credentials } from '../authenticator.ts';
import { authenticateMessage, negotiateMessage, NtlmError, parseChallenge } from './messages.ts';

/** NTLM's name in HTTP; under `Negotiate` the same messages travel where the server takes them. */
export type NtlmScheme = 'NTLM' | 'Negotiate';

export type Handshake = {
  /** `Authorization` of the request that opens it. */
  opening: string;
  /** `Authorization` that answers what the server said; undefined when it said nothing that NTLM could answer. */
  answer(wwwAuthenticate: string | null): string | undefined;
};

export type HandshakeOptions = {
  scheme: NtlmScheme;
  credentials: Credentials;
  url: URL;
  /** Fills the bytes with random ones. */
  random: (bytes: Uint8Array) => void;
  /** In ms. */
  now: () => number;
  /** See authenticateMessage. */
  endPointHash?: Uint8Array;
};

/** One sign-in of one connection over HTTP (MS-NTHT). */
export function startHandshake(options: HandshakeOptions): Handshake {
  const { scheme, credentials, url, random, now, endPointHash } = options;
  const negotiate = negotiateMessage();
  return {
    opening: `${scheme} ${toBase64(negotiate)}`,
    answer: (wwwAuthenticate) => {
      const challenge = readChallenge(wwwAuthenticate, scheme);
      if (challenge === undefined) return undefined;
      const clientChallenge = new Uint8Array(8);
      random(clientChallenge);
      const message = authenticateMessage({
        ...credentials,
        negotiate,
        challenge,
        clientChallenge,
        now: now(),
        service: `HTTP/${url.hostname}`,
        ...(endPointHash === undefined ? {} : { endPointHash }),
      });
      return `${scheme} ${toBase64(message)}`;
    },
  };
}

function readChallenge(header: string | null, scheme: NtlmScheme) {
  const token = (header ?? '')
    .split(',')
    .map((offer) => CHALLENGE.exec(offer.trim()))
    .find((offer) => offer?.[1]?.toLowerCase() === scheme.toLowerCase())?.[2];
  if (token === undefined) return undefined;
  try {
    return parseChallenge(fromBase64(token));
  } catch (error) {
    // What another mechanism would say under `Negotiate`, or nonsense: no sign-in comes of it.
    if (error instanceof NtlmError || error instanceof DOMException) return undefined;
    throw error;
  }
}

const CHALLENGE = /^([a-z]+)\s+([a-z0-9+/]+={0,2})$/i;

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
