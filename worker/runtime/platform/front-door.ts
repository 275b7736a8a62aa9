import { problemResponse } from '../../features/kernel/answer-error.ts';
import { problem } from '../../features/kernel/errors.ts';
import {
  API_HEADERS,
  apiHeaders,
  appHeaders,
  pageHeaders,
  withHeaders,
} from '../../features/kernel/security-headers.ts';
import { isLoopbackHost } from '../../lib/address.ts';

/** Under which hosts this Worker answers. */
export type Place = {
  /** Its own address, where it is set: then it answers under no other. */
  publicUrl?: URL | undefined;
  /** It runs on one computer, where any page can lead a name of its own to it (DNS rebinding). */
  isOneComputer: boolean;
};

/** Who answers what comes in. */
export type Rooms = {
  api: (request: Request) => Response | Promise<Response>;
  app: (request: Request) => Promise<Response>;
  /** What end users see by their secret links. */
  page: (request: Request) => Response | Promise<Response>;
};

export type Decision =
  | { kind: 'refuse' }
  | { kind: 'redirect'; to: string }
  /** `url`: the address under which the client knows what it asks for. */
  | { kind: 'api' | 'app' | 'page'; url: URL };

/** The settings of the Worker about its place; see env.ts. Throws one clear line on bad settings. */
export function placeOf({ PUBLIC_URL, ONE_COMPUTER }: { PUBLIC_URL?: string; ONE_COMPUTER?: string }): Place {
  if (PUBLIC_URL && !URL.canParse(PUBLIC_URL)) throw new Error('PUBLIC_URL is not a web address.');
  return { publicUrl: PUBLIC_URL ? new URL(PUBLIC_URL) : undefined, isOneComputer: ONE_COMPUTER === 'true' };
}

/** What happens to a request. */
export function decideAtDoor(request: Pick<Request, 'url' | 'method' | 'headers'>, place: Place): Decision {
  const url = new URL(request.url);
  const { publicUrl, isOneComputer } = place;
  const hosts = [url.host, request.headers.get('host') ?? url.host];
  // A page that has led its name here can't choose its origin, whatever other headers make of the host on the way.
  const origin = request.headers.get('origin');
  // Browsers hide the origin of a form on a page without referrers. The page itself looks where it comes from.
  const isHidden = origin === 'null' && roomOf(url.pathname) === 'page';
  const named = origin === null || isHidden ? hosts : [...hosts, URL.canParse(origin) ? new URL(origin).host : ''];
  const isPublic = publicUrl !== undefined && hosts.includes(publicUrl.host);
  const isOpen = publicUrl === undefined && !isOneComputer;
  if (!isOpen && !named.every((host) => host === publicUrl?.host || isLoopbackHost(hostnameOf(host))))
    return { kind: 'refuse' };
  // A proxy in front of one computer has ended the TLS of the public address.
  const own = isPublic && isOneComputer ? new URL(`${url.pathname}${url.search}`, publicUrl) : url;
  const kind = roomOf(own.pathname);
  if (own.protocol === 'http:' && !isLoopbackHost(own.hostname) && !isHarmless(kind, request))
    return { kind: 'redirect', to: Object.assign(new URL(own), { protocol: 'https:' }).href };
  return { kind, url: own };
}

function roomOf(path: string): keyof Rooms {
  if (/^\/api(\/|$)/.test(path)) return 'api';
  return /^\/r(\/|$)/.test(path) ? 'page' : 'app';
}

/**
 * What may be answered over plain http: a question to the API that carries nothing, such as a health check. And a
 * WebSocket, as no client follows a redirect of one; sessions are not in it, as their cookies go over https alone.
 */
function isHarmless(kind: keyof Rooms, { method, headers }: Pick<Request, 'method' | 'headers'>): boolean {
  if (kind !== 'api') return false;
  if (headers.has('upgrade')) return true;
  const isQuestion = method === 'GET' || method === 'HEAD';
  return isQuestion && !headers.has('authorization') && !headers.has('cookie');
}

/** A host with its port; anything else is rejected. */
function hostnameOf(host: string): string {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
}

/** A browser need not ask again for a part of the app: its name has a hash of what is in it. */
const FOREVER = 'public, max-age=31536000, immutable';

/** In place of a part that is no longer there, the page comes: nobody must keep that under the part's name. */
function isForever({ pathname }: URL, { status, headers }: Response): boolean {
  return pathname.startsWith('/assets/') && status === 200 && !/html/i.test(headers.get('content-type') ?? 'html');
}

/** Answers a request by what was decided, with the headers that every answer has. */
export async function answerAtDoor(request: Request, place: Place, rooms: Rooms): Promise<Response> {
  const decision = decideAtDoor(request, place);
  switch (decision.kind) {
    case 'refuse':
      return withHeaders(problemResponse(problem('host-not-allowed').problem), API_HEADERS);
    case 'redirect':
      return withHeaders(new Response(null, { status: 308, headers: { location: decision.to } }), API_HEADERS);
    case 'api': {
      const { url } = decision;
      const answer = await rooms.api(url.href === request.url ? request : new Request(url, request));
      return withHeaders(answer, apiHeaders(answer.headers));
    }
    case 'page': {
      const { url } = decision;
      const answer = await rooms.page(url.href === request.url ? request : new Request(url, request));
      return withHeaders(answer, pageHeaders(answer.headers));
    }
    case 'app': {
      const answer = await rooms.app(request);
      const isLasting = isForever(decision.url, answer);
      return withHeaders(answer, { ...appHeaders(decision.url), ...(isLasting && { 'cache-control': FOREVER }) });
    }
  }
}
