import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Page, PAGES } from '../faults/pages.ts';
import type { Side } from '../side.ts';

/** A page as it is written; a header may have several lines. */
export type Refusal = {
  status: number;
  headers: Readonly<Record<string, string | string[]>>;
  body: string;
};

export const NOT_FOUND: Page = {
  status: 404,
  headers: {},
  body: '<html><body>404 - File or directory not found.</body></html>',
};

const SERVICE: Page = {
  status: 200,
  headers: {},
  body: '<html><head><title>Service</title></head><body><p>You have created a service.</p></body></html>',
};

const UNSUPPORTED: Page = { status: 415, headers: {}, body: '' };

/** IIS request filtering: 404.13 of the older, 413 of the newer. */
export const tooLarge = ({ profile }: Side): Page =>
  profile.tooLargeStatus === 404 ? PAGES['too-large-404'] : PAGES['too-large-413'];

/** What IIS 7 and later refuse by a request's announced length, before they ask who someone is. */
export const filtered = (side: Side, { headers }: IncomingMessage): Page | undefined =>
  Number(headers['content-length'] ?? 0) > side.profile.maxRequestBytes ? tooLarge(side) : undefined;

/** What is answered to one who is signed in, but whose request EWS never sees. */
export function atTheDoor(side: Side, request: IncomingMessage): Page | undefined {
  if (request.method !== 'POST') return SERVICE;
  return (
    filtered(side, request) ?? (/^text\/xml\b/i.test(request.headers['content-type'] ?? '') ? undefined : UNSUPPORTED)
  );
}

/** Answers at once, as IIS does; what the client still sends is read and dropped, so that it hears it. */
export function refuse(side: Side, request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  request.resume();
  response.statusCode = refusal.status;
  response.setHeader('Server', side.profile.iis);
  const powered = side.profile.headers['X-Powered-By'];
  if (powered) response.setHeader('X-Powered-By', powered);
  if (refusal.body) response.setHeader('Content-Type', 'text/html; charset=us-ascii');
  for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
  response.end(refusal.body);
}
