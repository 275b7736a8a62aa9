/**
 * Takes the token out of the address, where it stands behind the #: then neither the history nor a screenshot of the
 * address bar has it.
 */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(history.state, '', location.pathname);
  return token;
}
