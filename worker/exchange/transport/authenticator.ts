export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A fetch that may have connections of its own to end. */
export type ClosableFetch = Fetch & { close?: () => void };

/**
 * Sends requests as somebody. Basic adds a header; schemes that sign in a connection rather than a request bring
 * their own transport.
 */
export type Authenticator = {
  /** `basic`, `ntlm`, `negotiate`, `none`. */
  scheme: string;
  /** Like fetch: answers with any status, rejects when there was no answer. Never follows redirects. */
  send: Fetch;
  /**
   * From now on no connection is shared with others, and none is used again whose last answer was not read to its end.
   * Absent where that is so anyway, or cannot be.
   */
  keepApart?: () => void;
  /** Closes its connections; requests in flight break off. */
  close?: () => void;
};

export type Credentials = { username: string; password: string };
