import type { BasicCharset } from './charsets.ts';

/** What a sign-in has shown of a server. */
export type SignInFacts = {
  /** How it reads the user names and passwords of Basic. */
  basicCharset?: BasicCharset;
  /** Something re-encrypts the line, and the server lets an NTLM sign-in pass that is bound to none. */
  binding?: 'none';
  /** It lets NTLM pass only over a line whose certificate is known. */
  needsBinding?: true;
};

/** What is remembered of the server of one origin, beyond the sign-in at hand. */
export type SignInMemory = Readonly<Pick<SignInFacts, 'basicCharset' | 'binding'>> & {
  /** Stores only what an accepted sign-in has shown. */
  learn(facts: SignInFacts): void;
};
