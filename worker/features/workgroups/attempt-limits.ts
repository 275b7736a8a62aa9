import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/units.ts';

/** How often something may be tried, and how the waits grow from then on. */
export type AttemptLimit = {
  /** What begins the keys of its counts. */
  name: string;
  /** Attempts allowed without a wait. */
  free: number;
  /** The first wait; each further one is twice as long. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** After this long without an attempt, the count restarts. */
  forgottenAfterMs: number;
};

/** Every limit of attempts that there is. An attempt that succeeds does not count. */
export const LIMITS = {
  /** Wrong passwords of one account, wherever they come from. */
  signInOfAccount: {
    name: 'sign-in-account',
    free: 8,
    firstWaitMs: 2 * SECOND_MS,
    longestWaitMs: 5 * MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /** Wrong passwords from one address, whatever the account. */
  signInFromAddress: {
    name: 'sign-in-address',
    free: 20,
    firstWaitMs: 2 * SECOND_MS,
    longestWaitMs: 30 * MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /** Wrong codes of one account, from an authenticator app or a recovery code. Only who has the password gets to try. */
  codeOfAccount: {
    name: 'code-account',
    free: 5,
    firstWaitMs: 5 * SECOND_MS,
    longestWaitMs: HOUR_MS,
    forgottenAfterMs: 24 * HOUR_MS,
  },
  /** Messages that one account or address of the web asks for, whether or not there is an account. Each counts. */
  linkOfAccount: {
    name: 'link-account',
    free: 3,
    firstWaitMs: 5 * MINUTE_MS,
    longestWaitMs: 6 * HOUR_MS,
    forgottenAfterMs: 24 * HOUR_MS,
  },
  linkFromAddress: {
    name: 'link-address',
    free: 10,
    firstWaitMs: MINUTE_MS,
    longestWaitMs: HOUR_MS,
    forgottenAfterMs: 6 * HOUR_MS,
  },
  /** Secret links that do not exist, from one address. */
  guessedLinkFromAddress: {
    name: 'guessed-link-address',
    free: 20,
    firstWaitMs: 2 * SECOND_MS,
    longestWaitMs: 30 * MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /** Sign-ups from one address. Those that name one account count as sign-ins to it, as they try its password. */
  signUpFromAddress: {
    name: 'sign-up-address',
    free: 5,
    firstWaitMs: 10 * SECOND_MS,
    longestWaitMs: HOUR_MS,
    forgottenAfterMs: 6 * HOUR_MS,
  },
  /** All sign-ups together: the only limit if clients' addresses are unknown. */
  signUpAtAll: {
    name: 'sign-up',
    free: 30,
    firstWaitMs: 2 * SECOND_MS,
    longestWaitMs: MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /** Invitations that one workgroup sends: each goes to an address that nobody has confirmed. */
  invitationsOfWorkgroup: {
    name: 'invitations-workgroup',
    free: 100,
    firstWaitMs: MINUTE_MS,
    longestWaitMs: HOUR_MS,
    forgottenAfterMs: 6 * HOUR_MS,
  },
  /** Passwords that an Exchange server refused for one account of it. */
  probeOfAccount: {
    name: 'probe-account',
    free: 5,
    firstWaitMs: 5 * SECOND_MS,
    longestWaitMs: 15 * MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /**
   * Passwords that passes of one workgroup tried, whatever the account and the host, and that no server has accepted: far
   * more than honest passes have, whose mailboxes are hundreds.
   */
  passByWorkgroup: {
    name: 'pass-workgroup',
    free: 500,
    firstWaitMs: 2 * SECOND_MS,
    longestWaitMs: 10 * MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /** Passwords of end users that a server refused, for one side of a mailbox, whichever link they come by. */
  answerOfSide: {
    name: 'answer-side',
    free: 4,
    firstWaitMs: HOUR_MS,
    longestWaitMs: HOUR_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /** The same from one address: a whole company may sit behind it. */
  answerFromAddress: {
    name: 'answer-address',
    free: 50,
    firstWaitMs: 15 * MINUTE_MS,
    longestWaitMs: HOUR_MS,
    forgottenAfterMs: HOUR_MS,
  },
  /** New links that the holder of an old one asks for. Each counts. */
  newLinkOfMailbox: {
    name: 'new-link-mailbox',
    free: 3,
    firstWaitMs: 30 * MINUTE_MS,
    longestWaitMs: 24 * HOUR_MS,
    forgottenAfterMs: 24 * HOUR_MS,
  },
  newLinkFromAddress: {
    name: 'new-link-address',
    free: 20,
    firstWaitMs: 10 * MINUTE_MS,
    longestWaitMs: 6 * HOUR_MS,
    forgottenAfterMs: 6 * HOUR_MS,
  },
  /** One press of a form, which browsers may send more than once. */
  press: {
    name: 'press',
    free: 1,
    firstWaitMs: 24 * HOUR_MS,
    longestWaitMs: 24 * HOUR_MS,
    forgottenAfterMs: 24 * HOUR_MS,
  },
  /** Looks at servers that failed, by one workgroup and from one address. */
  probeByWorkgroup: {
    name: 'probe-workgroup',
    free: 100,
    firstWaitMs: 2 * SECOND_MS,
    longestWaitMs: 10 * MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
  probeFromAddress: {
    name: 'probe-address',
    free: 100,
    firstWaitMs: 2 * SECOND_MS,
    longestWaitMs: 10 * MINUTE_MS,
    forgottenAfterMs: HOUR_MS,
  },
} as const satisfies Readonly<Record<string, AttemptLimit>>;

/** How long to wait after the `count`-th attempt. The store decides the same in SQL. */
export function waitAfter({ free, firstWaitMs, longestWaitMs }: AttemptLimit, count: number): number {
  return count < free ? 0 : Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(count - free, 20));
}
