import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { SandboxSide } from '../sandbox.ts';
import { type Body, ORDERS } from './orders.ts';

export type Sides = { source: SandboxSide; destination: SandboxSide };

const MAX_BYTES = 1 << 20;

async function readJson(request: IncomingMessage): Promise<Body> {
  let text = '';
  request.setEncoding('utf8');
  for await (const piece of request as AsyncIterable<string>) {
    text += piece;
    if (text.length > MAX_BYTES) throw new RangeError('The order is too long');
  }
  if (text === '') return {};
  // A page of a browser can't send this to another host without asking first; it would be refused.
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new RangeError('Orders are application/json');
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new RangeError('The order is not JSON');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new RangeError('An order is an object');
  return body as Body;
}

/** Does an order on the side that it names, else on both; returns what each has to say. */
async function obey(sides: Sides, order: string, { side, ...body }: Body): Promise<Record<string, unknown>> {
  const work = Object.hasOwn(ORDERS, order) ? ORDERS[order] : undefined;
  if (!work) throw new RangeError(`There is no order ${order}; there are ${Object.keys(ORDERS).join(', ')}`);
  if (side !== undefined && side !== 'source' && side !== 'destination')
    throw new RangeError("'side' is source or destination");
  const names = side === undefined ? (['source', 'destination'] as const) : ([side] as const);
  const told = names.map(async (name) => [name, (await work(sides[name], body)) ?? 'done'] as const);
  return Object.fromEntries(await Promise.all(told));
}

/**
 * A server that takes orders about both sides, as JSON, for tests in other processes; see README.md. Not yet
 * listening; meant for loopback alone, for it asks no one who he is.
 */
export function createControlServer(sides: Sides): Server {
  return createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const url = new URL(request.url ?? '/', 'http://host');
    readJson(request)
      .then((body) =>
        obey(sides, `${request.method} ${url.pathname}`, { ...Object.fromEntries(url.searchParams), ...body }),
      )
      .then((told) => answer(200, told))
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        answer(error instanceof RangeError ? 400 : 500, { error: message });
      });
  });
}
