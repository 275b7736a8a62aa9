/** Ways to sign in with a user name and a password. */
export type SignInScheme = 'basic' | 'ntlm' | 'negotiate';

/**
 * The scheme for a server that offers these (lower case), or undefined if there is none in common. Over https Basic
 * comes first: it signs in each request instead of a connection, so connections can be shared. NTLM comes first over
 * plain http (only in the sandbox and on private networks), where Basic would expose the password; and for credentials
 * beyond ASCII, as it uses UTF-16 while servers disagree on Basic's encoding.
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
