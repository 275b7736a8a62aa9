import { isSameText, sha256 } from '../../../lib/encoding.ts';

/** What a form carries to show that it comes from the page of a link: only who has the link can make it. */
export function nonceOf(token: string): Promise<string> {
  return sha256(`form of ${token}`);
}

/**
 * Whether a request may come from a page of another site, going by what browsers say of it. With `no-referrer` they hide
 * the origin of forms; older ones say nothing else, and then the form's own nonce decides.
 */
export async function isForeign(request: Request, token: string, nonce: string | null): Promise<boolean> {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') return true;
  const origin = request.headers.get('origin');
  if (origin === null) return false;
  if (origin !== 'null') return origin !== new URL(request.url).origin;
  return site === null && !(await isSameText(nonce ?? '', await nonceOf(token)));
}
