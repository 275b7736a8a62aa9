import { EwsError } from './errors.ts';
import { child, type Node } from '../xml/node.ts';

/** Part of a list, with what the answer says of where it ends. */
export type Page<T> = { list: T[]; attributes: string; isLast: boolean };

/** How much of a list may be told at once; `unpagedFails` where asking for all of a longer one is an error. */
export type Cap = { size: number; unpagedFails: boolean };

const NO_CAP: Cap = { size: Infinity, unpagedFails: false };

function sizeOf(view: Node, cap: Cap): number {
  const max = Number(view.attributes['MaxEntriesReturned'] ?? 'Infinity');
  if (max < 1) throw new EwsError('ErrorInvalidPagingMaxRows');
  return Math.min(max, cap.size);
}

function indexed<T>(list: readonly T[], view: Node, cap: Cap): Page<T> {
  const size = sizeOf(view, cap);
  const offset = Number(view.attributes['Offset']);
  if (offset < 0) throw new EwsError('ErrorInvalidIndexedPagingParameters');
  if (view.attributes['BasePoint'] === 'Beginning') {
    const end = Math.min(list.length, offset + size);
    return { list: list.slice(offset, end), attributes: ` IndexedPagingOffset="${end}"`, isLast: end >= list.length };
  }
  const end = Math.max(0, list.length - offset);
  const start = Math.max(0, end - size);
  return {
    list: list.slice(start, end),
    attributes: ` IndexedPagingOffset="${list.length - start}"`,
    isLast: start === 0,
  };
}

function fractional<T>(list: readonly T[], view: Node, cap: Cap): Page<T> {
  const size = sizeOf(view, cap);
  const [numerator, denominator] = [Number(view.attributes['Numerator']), Number(view.attributes['Denominator'])];
  if (numerator < 0 || denominator < 1 || numerator > denominator)
    throw new EwsError('ErrorInvalidFractionalPagingParameters');
  const start = Math.floor((list.length * numerator) / denominator);
  const end = Math.min(list.length, start + size);
  return {
    list: list.slice(start, end),
    attributes: ` NumeratorOffset="${end}" AbsoluteDenominator="${list.length}"`,
    isLast: end >= list.length,
  };
}

/**
 * The part of a list that a find request asks for: by index, by fraction, or all of it.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-perform-paged-searches-by-using-ews-in-exchange
 */
export function pageOf<T>(list: readonly T[], request: Node, kind: 'Item' | 'Folder', cap: Cap = NO_CAP): Page<T> {
  const view = child(request, `IndexedPage${kind}View`);
  if (view) return indexed(list, view, cap);
  const fraction = child(request, `FractionalPage${kind}View`);
  if (fraction) return fractional(list, fraction, cap);
  if (list.length > cap.size && cap.unpagedFails) throw new EwsError('ErrorExceededFindCountLimit');
  return { list: list.slice(0, cap.size), attributes: '', isLast: list.length <= cap.size };
}
