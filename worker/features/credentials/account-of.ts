/** An account of a mail server: `place` is a host, a domain or an address of the web. */
export type AccountName = { place: string; username: string };

/**
 * The same text for every way to write an account down. Windows takes `ANY\name` for `name` where it knows no such domain,
 * and disregards case and accents.
 */
export function accountOf({ place, username }: AccountName): string {
  const at = place.slice(place.lastIndexOf('@') + 1).toLowerCase();
  const host = URL.canParse(at) ? new URL(at).hostname : (at.split('/')[0] ?? at);
  const name = username.slice(username.lastIndexOf('\\') + 1).normalize('NFKD');
  return `${host} ${name.replaceAll(/\p{M}/gu, '').trim().toLowerCase()}`;
}
