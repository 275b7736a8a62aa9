import type { Fetch } from '../../../worker/exchange/transport/authenticator.ts';
import { containerOf, foldersIn, targetOf } from '../../sandbox/faults/subject.ts';
import type { ItemMatch } from '../../sandbox/faults/rule.ts';
import type { SandboxSide } from '../../sandbox/sandbox.ts';
import type { Context, Exchange, Outcome } from '../../sandbox/side.ts';
import type { Cell } from './cells.ts';
import { PAGES, type Page } from './kinds.ts';

const HTML = '<!DOCTYPE html><html><head><title>Request rejected</title></head><body>Support ID 4711</body></html>';
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const EMPTY = `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="${SOAP}"><s:Body/></s:Envelope>`;
/** Of an answer that never comes. */
const NEVER = 'x-never-comes';

/** Strikes what a cell says. Returns how often it has struck, and what ends it. */
export function strike(server: SandboxSide, cell: Cell, sourceId: string): { hits: () => number; end: () => void } {
  return cell.kind in PAGES ? strikeByPage(server, cell, sourceId) : strikeByCode(server, cell, sourceId);
}

function matchOf({ scope, target = '', operation }: Cell, sourceId: string): ItemMatch {
  if (scope === 'property') return { property: target };
  // The request names the new item, and there is one file alone.
  if (operation === 'CreateAttachment') return {};
  // New items are recognised by the marker of their source.
  return operation === 'CreateItem' ? { text: sourceId } : { subject: target };
}

function strikeByCode({ side }: SandboxSide, cell: Cell, sourceId: string): { hits: () => number; end: () => void } {
  const { operation, scope, target, kind, times } = cell;
  const before = side.faults.hits['cell'] ?? 0;
  const limit = times === Infinity ? {} : { times };
  const error =
    kind === 'RpcFormat' ? { code: 'ErrorInternalServerError', message: '[RpcFormat] End of buffer' } : { code: kind };
  const isOfItem = scope === 'item' || scope === 'property' || scope === 'attachment';
  const end = isOfItem
    ? side.faults.add({
        name: 'cell',
        operation,
        item: matchOf(cell, sourceId),
        ...limit,
        effect: { kind: 'item-error', ...error },
      })
    : side.faults.add({
        name: 'cell',
        operation,
        ...(scope === 'folder' && target && { folder: target }),
        ...limit,
        effect: { kind: 'batch-error', ...error },
      });
  return { hits: () => (side.faults.hits['cell'] ?? 0) - before, end };
}

function strikeByPage({ side }: SandboxSide, cell: Cell, sourceId: string): { hits: () => number; end: () => void } {
  const page = PAGES[cell.kind] as Page;
  let hits = 0;
  const intercept = async (exchange: Exchange, next: () => Promise<void>): Promise<Outcome | undefined> => {
    const context = { side, store: side.store, caller: exchange.caller, level: 16, startedAt: 0 };
    if (exchange.operation !== cell.operation || hits >= cell.times || !concerns(context, exchange, cell, sourceId)) {
      await next();
      return undefined;
    }
    hits += 1;
    if (page.done) await next();
    if ('broken' in page)
      return page.broken === 'reset' ? { kind: 'reset' } : { kind: 'http', status: 500, headers: { [NEVER]: 'true' } };
    if (page.isEmpty) return { kind: 'http', status: 200, headers: { 'content-type': 'text/xml' }, body: EMPTY };
    const { status, location } = page;
    const headers = { 'content-type': 'text/html', ...(location && { location }) };
    return { kind: 'http', status, headers, body: HTML };
  };
  side.interceptors.push(intercept);
  return { hits: () => hits, end: () => void side.interceptors.splice(side.interceptors.indexOf(intercept), 1) };
}

/** Whether a request holds what a cell is about. */
function concerns(context: Context, { operation, request }: Exchange, cell: Cell, sourceId: string): boolean {
  const { scope, target } = cell;
  if (scope === 'setting' || scope === 'everything') return true;
  if (scope === 'folder') return foldersIn(context, request).has(target ?? '');
  const { text, subject } = matchOf(cell, sourceId);
  if (text === undefined && subject === undefined) return true;
  return (containerOf(request)?.children ?? []).some((unit, index) => {
    const found = targetOf(context, operation, request, unit, index);
    return text === undefined ? found.subject?.()?.includes(subject ?? '') : found.text?.(text);
  });
}

/** What a client sees of answers that never come: its own time-out, without the wait. */
export const impatient: Fetch = async (url, init) => {
  const response = await fetch(url, init);
  if (!response.headers.has(NEVER)) return response;
  await response.body?.cancel();
  throw new DOMException('The operation timed out.', 'TimeoutError');
};
