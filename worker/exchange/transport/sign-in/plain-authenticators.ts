import { utf8 } from '../../xml/bytes.ts';
import type { Authenticator, Credentials, Fetch } from '../authenticator.ts';

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
