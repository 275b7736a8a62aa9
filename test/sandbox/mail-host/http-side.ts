import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { KeptMessages } from './kept-messages.ts';
import { listPage, messagePage } from './page.ts';

/** What the control orders do. */
export type Control = {
  change: (order: Record<string, unknown>) => Promise<unknown>;
  reset: () => Promise<unknown>;
  read: () => unknown;
};

type Answer = { status: number; type: string; body: string };

const MAX_BYTES = 1 << 20;
const json = (body: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});
const html = (body: string): Answer => ({ status: 200, type: 'text/html; charset=utf-8', body });

async function readOrder(request: IncomingMessage): Promise<Record<string, unknown>> {
  // A page of a browser can't send this to another host without asking first; it would be refused.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new RangeError('Orders are application/json');
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request as AsyncIterable<string>) {
    text += piece;
    if (text.length > MAX_BYTES) throw new RangeError('The order is too long');
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new RangeError('The order is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new RangeError('An order is an object');
  return body as Record<string, unknown>;
}

/** Whether the request names this computer: a page that has led a name of its own here reads nothing. */
function isLocal(request: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(request.headers.host ?? '');
}

/**
 * `GET /messages?to=` as JSON, `DELETE /messages`, `/` and `/messages/:id` for people. `/control` is the control port:
 * GET reads the faults and counts, PUT changes the fields that it names, DELETE puts all of them back.
 */
export function createHttpSide(messages: KeptMessages, control: Control): Server {
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    if (!isLocal(request)) return json({ error: 'This host answers only to names of this computer' }, 421);
    const url = new URL(request.url ?? '/', 'http://host');
    const to = url.searchParams.get('to') ?? undefined;
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /':
        return html(listPage(messages.list(to), to));
      case 'GET /messages':
        return json({ items: messages.list(to) });
      case 'DELETE /messages':
        messages.clear();
        return json({ items: [] });
      case 'GET /control':
        return json(control.read());
      case 'PUT /control':
        return json(await control.change(await readOrder(request)));
      case 'DELETE /control':
        return json(await control.reset());
    }
    const id = /^\/messages\/(\d+)$/.exec(url.pathname)?.[1];
    const message = id === undefined ? undefined : messages.get(id);
    return request.method === 'GET' && message ? html(messagePage(message)) : json({ error: 'Not found' }, 404);
  };
  return createServer((request, response) => {
    answerTo(request)
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        return json({ error: message }, error instanceof RangeError ? 400 : 500);
      })
      .then(({ status, type, body }) => {
        response.writeHead(status, {
          'content-type': type,
          'x-content-type-options': 'nosniff',
          'content-security-policy':
            "default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; form-action 'self'",
        });
        response.end(body);
      })
      .catch(() => response.destroy());
  });
}
