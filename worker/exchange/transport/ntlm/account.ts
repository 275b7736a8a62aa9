/** Who signs in, as NTLM writes it. */
export type Account = { user: string; domain: string };

/**
 * Takes a user name apart: `DOMAIN\user`, `user@domain` (a user principal name: the domain stays in the name, its own
 * field stays empty) or a bare name, which the server looks up in its own domain.
 */
export function accountOf(username: string): Account {
  const at = username.indexOf('\\');
  if (at < 0) return { user: username, domain: '' };
  const domain = username.slice(0, at);
  // `.\user` means an account of the server itself: its own name is not known here, an empty domain says the same.
  return { user: username.slice(at + 1), domain: domain === '.' ? '' : domain };
}
