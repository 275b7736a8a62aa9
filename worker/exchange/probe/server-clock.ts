import type { Fetch } from '../transport/authenticator.ts';

/** Dates in HTTP have no fraction of a second. */
const HALF_SECOND_MS = 500;

/** A fetch that notes by how much the first answering server's clock is ahead of `now`, ms. */
export function clockedFetch(fetch: Fetch, now: () => number, note: (differenceMs: number) => void): Fetch {
  let isNoted = false;
  return async (url, init) => {
    const sentAt = now();
    const response = await fetch(url, init);
    const servers = Date.parse(response.headers.get('date') ?? '');
    if (!isNoted && !Number.isNaN(servers)) {
      isNoted = true;
      note(Math.round(servers + HALF_SECOND_MS - (sentAt + now()) / 2));
    }
    return response;
  };
}
