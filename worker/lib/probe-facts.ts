import type { Certificate } from './tls-facts.ts';

/** What came of one question to a server: the kind of its fault, as the engine has it, and the server's own word. */
export type Try = { ok: true } | { ok: false; kind: string; code: string; message: string };

/** What TLS with the server shows, as far as it could be seen. */
export type SeenLine = {
  /** `TLSv1` to `TLSv1.3`. */
  protocol?: string;
  certificate?: Certificate;
};

/** What is known of a mailbox's folders. */
export type SeenFolders = {
  /** The folder at the top. */
  root: Try;
  /** Names of folders below it that were refused, a few at most. */
  refused: string[];
  /** How many folders below it could be opened. */
  opened: number;
  /** Whether the account may create items in the Inbox; absent where the server does not tell. */
  mayCreate?: boolean;
};

/** What a test of a connection saw, without any judgement. What is absent was not looked at, or not told. */
export type ProbeFacts = {
  line?: SeenLine;
  /** The server's clock minus ours, ms. */
  clockDifferenceMs?: number;
  /** Sizes of requests, bytes: the largest that the front door let through, and the smallest that it refused. */
  requestSize?: { takenBytes: number; refusedBytes?: number };
  /** Whether the server took the password. */
  isSignedIn?: boolean;
  /** The account's own mailbox. */
  ownMailbox?: Try;
  /** EWS as a whole was refused to the account: how, and whether another program's name is refused as well. */
  refusal?: Extract<Try, { ok: false }> & { otherAgent: 'let-in' | 'refused' | 'untold' };
  /** The mailbox by the account's own rights. */
  fullAccess?: SeenFolders;
  /** The mailbox on behalf of its owner. */
  impersonation?: SeenFolders;
  exports?: Try;
  uploads?: Try;
  /** Times that the server asked for a pause, and the longest that it named. */
  throttled?: { times: number; pauseMs?: number };
  /** MailTips of the mailbox. */
  mailTips?: { isFull?: boolean; largestBytes?: number };
};
