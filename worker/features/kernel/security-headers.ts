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

/** The same for an answer of a route, which may let its picture be shown by pages of others: mail programs do. */
export function apiHeaders(own: Headers): Readonly<Record<string, string>> {
  const policy = 'cross-origin-resource-policy';
  return own.get(policy) === 'cross-origin' ? { ...API_HEADERS, [policy]: 'cross-origin' } : API_HEADERS;
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
