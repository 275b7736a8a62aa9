/** Ways to sign in with a user name and a password. */
export type SignInScheme = 'basic' | 'ntlm' | 'negotiate';

/**
 * The way to sign in at a server that offers these schemes (lower case), or undefined where there is none in common.
 * Over https Basic comes first: it signs in a request and not a connection, so shared connections serve. Plain http,
 * which only the sandbox and one's own house have, would show the password: there NTLM comes first.
 */
export function chooseScheme(offered: readonly string[], isSecure: boolean): SignInScheme | undefined {
  const order: readonly SignInScheme[] = isSecure ? ['basic', 'ntlm', 'negotiate'] : ['ntlm', 'basic', 'negotiate'];
  return order.find((scheme) => offered.includes(scheme));
}

/** A scheme in words. */
export function nameOfScheme(scheme: SignInScheme): string {
  return { basic: 'Basic', ntlm: 'NTLM', negotiate: 'NTLM by Negotiate' }[scheme];
}
