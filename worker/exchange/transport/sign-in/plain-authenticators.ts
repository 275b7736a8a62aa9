import { utf8 } from '../../xml/bytes.ts';
import type { Authenticator, ClosableFetch, Credentials, Fetch } from '../authenticator.ts';
import { isBeyondAscii, windows1252, type BasicCharset, type OneTry } from '../charsets.ts';
import { cookieFetch, createCookieJar } from '../cookies.ts';
import type { OpenSocket } from '../http/byte-socket.ts';
import type { SignInMemory } from '../sign-in-memory.ts';
import { socketFetch } from '../socket-fetch.ts';
import { triedForms, type Form } from './tried-forms.ts';

export type BasicOptions = {
  /** In ms. */
  now: () => number;
  /** What is remembered of the server of an origin; nothing where absent. */
  memory?: (origin: string) => SignInMemory;
  /** Opens connections of one's own, for servers whose answers go astray on shared ones. */
  open?: OpenSocket;
  /** Of these at once. */
  maxConnections?: number;
  once?: OneTry;
};

const MAX_CONNECTIONS = 3;

/**
 * Basic authentication (RFC 7617), for one mailbox on one side. What goes beyond ASCII is sent in UTF-8 first, and once
 * in the code page of Windows where that is refused; see tried-forms.ts.
 */
export function basicAuthenticator(
  fetch: ClosableFetch,
  { username, password }: Credentials,
  { now, memory, open, maxConnections = MAX_CONNECTIONS, once }: BasicOptions = { now: Date.now },
): Authenticator {
  let apart: ReturnType<typeof socketFetch> | undefined;
  const route: Fetch = async (url, init) => {
    if (apart === undefined) return fetch(url, init);
    try {
      return await apart(url, init);
    } catch (error) {
      // Cloudflare connects Workers to no server behind itself. Answers that go astray do not come through it.
      if (!isUnconnected(error) || init.signal?.aborted) throw error;
      return fetch(url, init);
    }
  };
  const send = cookieFetch(route, createCookieJar(now));
  const text = `${username}:${password}`;
  const more = {
    ...(open && { keepApart: () => void (apart ??= socketFetch({ open, now, maxConnections })) }),
    close: () => {
      apart?.close();
      fetch.close?.();
    },
  };
  const inUtf8 = formOf('utf-8', utf8(text));
  if (!isBeyondAscii(text)) return { scheme: 'basic', send: (url, init) => inUtf8.send(send, url, init), ...more };
  const inWindows = windows1252(text);
  const forms = inWindows === undefined ? [inUtf8] : [inUtf8, formOf('windows-1252', inWindows)];
  return { scheme: 'basic', send: triedForms(send, forms, memory, once), ...more };
}

/** No credentials: to learn which schemes a server offers. */
export function anonymousAuthenticator(fetch: Fetch): Authenticator {
  return { scheme: 'none', send: fetch };
}

/** Of a request of which no byte has left; see OpenSocket. */
function isUnconnected(error: unknown): boolean {
  return error instanceof Error && error.message.includes('connect()');
}

function formOf(charset: BasicCharset, login: Uint8Array): Form {
  const authorization = `Basic ${btoa(String.fromCharCode(...login))}`;
  return {
    charset,
    send: (fetch, url, init) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', authorization);
      return fetch(url, { ...init, headers });
    },
  };
}
