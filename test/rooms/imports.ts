import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export type Import = {
  /** Paths from the root of the project, with `/`. */
  from: string;
  to: string;
  isType: boolean;
};

const ROOT = new URL('../..', import.meta.url).pathname;
/** `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')`; a comment that quotes one may count too. */
const SPECIFIER = /\b(import|export)\b(\s+type\b)?(?:[^'"`;()]*?\bfrom\s*|\s*\(\s*|\s*)(['"])(\.[^'"\n]*)\3/g;

/** Every relative import of the TypeScript files below a folder. */
export function importsBelow(folder: string): Import[] {
  return filesBelow(folder).flatMap((from) => importsIn(from, readFileSync(join(ROOT, from), 'utf8')));
}

export function importsIn(from: string, text: string): Import[] {
  return [...text.matchAll(SPECIFIER)].map((match) => ({
    from,
    to: relative(ROOT, resolve(ROOT, dirname(from), match[4]!)),
    isType: match[2] !== undefined,
  }));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}
