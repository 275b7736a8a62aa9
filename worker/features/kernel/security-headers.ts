/** What every answer says, whatever it holds. */
const EVERYWHERE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()',
  // Without subdomains: this app must not decide for other services of the domain.
  'strict-transport-security': 'max-age=15552000',
} as const;

/** Answers of the API are data: nothing in them runs, and no page shows them in a frame. */
export const API_HEADERS: Readonly<Record<string, string>> = {
  ...EVERYWHERE,
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** What the page of end users may load: files of this server alone. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The same page as agents see it beforehand: nothing runs in it, and nothing is sent from it. */
const PREVIEW_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Of a route of the API that answers such a preview. */
export const PREVIEW_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': PREVIEW_POLICY,
  'content-type': 'text/html; charset=utf-8',
};

/**
 * The same for an answer of a route, which may let its picture be shown by pages of others, as mail programs do, or be a
 * page of its own.
 */
export function apiHeaders(own: Headers): Readonly<Record<string, string>> {
  const [sharing, policy] = ['cross-origin-resource-policy', 'content-security-policy'];
  if (own.get(sharing) === 'cross-origin') return { ...API_HEADERS, [sharing]: 'cross-origin' };
  return own.get(policy) === PREVIEW_POLICY ? { ...API_HEADERS, [policy]: PREVIEW_POLICY } : API_HEADERS;
}

/**
 * Of the page of end users, whose address is a secret: no search engine, cache or other site learns it. Its styles and its
 * script are the same for everyone, and say themselves how long they are kept.
 */
export function pageHeaders(own: Headers): Readonly<Record<string, string>> {
  return {
    ...EVERYWHERE,
    'content-security-policy': PAGE_POLICY,
    'x-robots-tag': 'noindex, nofollow',
    'cache-control': own.get('cache-control') ?? 'no-store',
  };
}

/** Of the app's page and its parts, its service worker included. `host` as in the address, with its port. */
export function appHeaders({ host, protocol }: URL): Readonly<Record<string, string>> {
  const sockets = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}`;
  const policy = {
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self'",
    'font-src': "'self'",
    // Older Safari does not count sockets as 'self'.
    'connect-src': `'self' ${sockets}`,
    'manifest-src': "'self'",
    'worker-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  };
  const text = Object.entries(policy).map(([name, value]) => `${name} ${value}`);
  return { ...EVERYWHERE, 'content-security-policy': text.join('; ') };
}

/** The answer with these headers. That of a WebSocket handshake stays as it is: its headers can't be changed. */
export function withHeaders(response: Response, headers: Readonly<Record<string, string>>): Response {
  if (response.status === 101) return response;
  const answer = new Response(response.body, response);
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}
