import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

const ROOT = new URL('../..', import.meta.url).pathname;

/** A regular expression as it stands in the source; `from` is a path from the root of the project. */
export type Expression = { from: string; pattern: string; flags: string };

export type Found = {
  expressions: Expression[];
  /** Where a regular expression is made while the program runs. */
  made: string[];
  /** Files that go through text or bytes by hand. */
  scanners: string[];
};

const BY_HAND = /\b(?:charCodeAt|codePointAt|DataView|finderOf|indexOf|eachAttribute)\(/;

/** All regular expressions in the TypeScript files of a folder, and what else reads text by itself. */
export function findExpressions(folder: string): Found {
  const found: Found = { expressions: [], made: [], scanners: [] };
  for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).toSorted()) {
    // Settings of tools read nothing foreign.
    if (!/\.tsx?$/.test(name) || name.endsWith('.config.ts')) continue;
    const from = join(folder, name);
    const text = readFileSync(join(ROOT, from), 'utf8');
    const { program } = parseSync(name, text);
    visit(program, (node) => {
      if (node.type === 'Literal' && 'regex' in node) {
        const { pattern, flags } = node.regex as { pattern: string; flags: string };
        found.expressions.push({ from, pattern, flags });
      }
      const callee = node.callee as { type: string; name?: string } | undefined;
      if (callee?.type === 'Identifier' && callee.name === 'RegExp') found.made.push(from);
    });
    if (BY_HAND.test(text)) found.scanners.push(from);
  }
  return found;
}

type Node = { type: string } & Record<string, unknown>;

function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const each of node) visit(each, see);
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node) see(node as Node);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
  }
}
