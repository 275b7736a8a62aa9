import type { Import } from './imports.ts';
import type { Directions } from './directions.ts';

/** Which rooms each room may import, itself included. Throws where the lines lead in a circle. */
export function allowedBy(lines: readonly string[]): Map<string, Set<string>> {
  const direct = new Map<string, Set<string>>();
  for (const line of lines) {
    const seen: string[] = [];
    for (const group of line.split('←').map((part) => part.split(',').map((name) => name.trim()))) {
      for (const name of group) direct.set(name, new Set([...(direct.get(name) ?? []), ...seen]));
      seen.push(...group);
    }
  }
  const closed = new Map<string, Set<string>>();
  const close = (name: string, path: readonly string[]): Set<string> => {
    if (path.includes(name)) throw new Error(`The lines lead in a circle: ${[...path, name].join(' → ')}`);
    const known = closed.get(name);
    if (known) return known;
    const all = new Set([name]);
    for (const below of direct.get(name) ?? []) for (const room of close(below, [...path, name])) all.add(room);
    closed.set(name, all);
    return all;
  };
  for (const name of direct.keys()) close(name, []);
  return closed;
}

/** The room that a file is in: the longest one that the lines name. Undefined for a file that lies elsewhere. */
function roomOf(path: string, below: string, known: ReadonlySet<string>): string | undefined {
  if (!path.startsWith(`${below}/`)) return undefined;
  const parts = path.slice(below.length + 1).split('/');
  for (let length = parts.length; length > 0; length--) {
    const name = parts.slice(0, length).join('/');
    if (known.has(name)) return name;
  }
  return parts.length === 1 ? '.' : parts[0];
}

/** The imports that the lines do not allow, in words. */
export function offences(
  imports: readonly Import[],
  directions: Directions,
  isExempt: (one: Import) => boolean = () => false,
): string[] {
  const allowed = allowedBy(directions.lines);
  const known = new Set(allowed.keys());
  const found = new Set<string>();
  for (const one of imports) {
    const [from, to] = [one.from, one.to].map((path) => roomOf(path, directions.below, known));
    if (from === undefined || to === undefined || from === to) continue;
    for (const room of [from, to])
      if (!known.has(room)) found.add(`${directions.below}/${room} has no place in the order`);
    if (!allowed.get(from)?.has(to) && !isExempt(one))
      found.add(`${one.from} → ${one.to}${one.isType ? ' (type)' : ''}`);
  }
  return [...found].sort();
}
