/** Ways to sign in with a user name and a password. */
export type SignInScheme = 'basic' | 'ntlm' | 'negotiate';

/**
 * The way to sign in at a server that offers these schemes (lower case), or undefined where there is none in common.
 * Over https Basic comes first: it signs in a request and not a connection, so shared connections serve. NTLM comes
 * first over plain http, which only the sandbox and one's own house have, as Basic would show the password; and for what
 * goes beyond ASCII, as it says UTF-16 while servers disagree on what Basic's bytes mean.
 */
export function chooseScheme(
  offered: readonly string[],
  isSecure: boolean,
  /** Of the user name or the password, where they are known. */
  isBeyondAscii = false,
): SignInScheme | undefined {
  const order: readonly SignInScheme[] =
    isSecure && !isBeyondAscii ? ['basic', 'ntlm', 'negotiate'] : ['ntlm', 'basic', 'negotiate'];
  return order.find((scheme) => offered.includes(scheme));
}

/** A scheme in words. */
export function nameOfScheme(scheme: SignInScheme): string {
  return { basic: 'Basic', ntlm: 'NTLM', negotiate: 'NTLM by Negotiate' }[scheme];
}
