import { foldText } from '../../worker/lib/fold-text.ts';

/** The order of names, without case and accents. Without `Intl`, which a slow phone loads long before it sorts the first. */
export function compareNames(a: string, b: string): number {
  const [first, second] = [foldText(a), foldText(b)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
