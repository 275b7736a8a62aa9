import { utf8 } from '../xml/bytes.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * Sends requests as somebody. Basic adds a header; schemes that sign in a connection rather than a request bring
 * their own transport.
 */
export type Authenticator = {
  /** `basic`, `ntlm`, `negotiate`, `none`. */
  scheme: string;
  /** Like fetch: answers with any status, rejects when there was no answer. Never follows redirects. */
  send: Fetch;
  /** Ends the connections that belong to it; what is on its way breaks off. */
  close?: () => void;
};

export type Credentials = { username: string; password: string };

/** Basic authentication (RFC 7617) with the name and password in UTF-8. */
export function basicAuthenticator(fetch: Fetch, { username, password }: Credentials): Authenticator {
  const authorization = `Basic ${btoa(String.fromCharCode(...utf8(`${username}:${password}`)))}`;
  return {
    scheme: 'basic',
    send: (url, init) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', authorization);
      return fetch(url, { ...init, headers });
    },
  };
}

/** No credentials: to learn which schemes a server offers. */
export function anonymousAuthenticator(fetch: Fetch): Authenticator {
  return { scheme: 'none', send: fetch };
}
