import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { Side } from '../sandbox/side.ts';
import { parseId } from '../sandbox/store/ids.ts';
import type { Node } from '../sandbox/xml/node.ts';

/** One request as its server saw it; epoch ms, with fractions. */
export type TracedRequest = {
  /** Empty where the request was turned away before its operation was read. */
  operation: string;
  beganAt: number;
  endedAt: number;
  /** It wrote items where people look for them, not into a folder of Mailferry's own. */
  writesItems?: true;
};

/** Notes every request of a server in this process, from its headers to the end of the answer. */
export function traceRequests(side: Side): { reset: () => void; requests: () => TracedRequest[] } {
  let ended: TracedRequest[] = [];
  const open = new Map<IncomingMessage, TracedRequest>();
  const current = new AsyncLocalStorage<TracedRequest>();
  subscribe('http.server.request.start', (message) => {
    const request: TracedRequest = { operation: '', beganAt: now(), endedAt: 0 };
    open.set((message as { request: IncomingMessage }).request, request);
    current.enterWith(request);
  });
  subscribe('http.server.response.finish', (message) => {
    const { request } = message as { request: IncomingMessage };
    const traced = open.get(request);
    open.delete(request);
    if (traced) ended.push({ ...traced, endedAt: now() });
  });
  side.interceptors.push(async ({ operation, request }, next) => {
    const traced = current.getStore();
    if (traced) traced.operation = operation;
    if (traced && writesItems(side, operation, request)) traced.writesItems = true;
    await next();
    return undefined;
  });
  return { reset: () => void (ended = []), requests: () => ended };
}

const now = (): number => performance.timeOrigin + performance.now();

const WRITES: ReadonlySet<string> = new Set(['UploadItems', 'CreateItem']);

function writesItems({ store }: Side, operation: string, request: Node): boolean {
  if (!WRITES.has(operation)) return false;
  const folder = parseId(idIn(request) ?? '')?.folder;
  if (folder === undefined) return true;
  const [row] = store.sql('select name from folders where id = ?').all(folder) as { name: string }[];
  return !row?.name.startsWith('Mailferry ');
}

/** The first folder that a request names as the one to write into. */
function idIn({ name, attributes, children }: Node): string | undefined {
  if (name === 'ParentFolderId' || name === 'FolderId') return attributes['Id'];
  for (const each of children) {
    const found = idIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
