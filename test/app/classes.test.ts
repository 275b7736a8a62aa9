import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const classesIn = (text: string): string[] => [...text.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!);

// A class that no style sheet knows is not missed by any compiler.
it('names no class that the global style sheets do not have; what else there is comes from modules', () => {
  const sheets = globSync('app/**/*.css').filter((file) => !file.endsWith('.module.css'));
  const known = new Set(sheets.flatMap((file) => classesIn(readFileSync(file, 'utf8'))));
  const unknown = globSync('app/**/*.tsx').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\bclass="([^"]*)"/g)]
      .flatMap(([, names]) => names!.split(/\s+/))
      .filter((name) => !known.has(name))
      .map((name) => `${file}: ${name}`),
  );
  expect(known.size).toBeGreaterThan(20);
  expect(unknown).toEqual([]);
});
