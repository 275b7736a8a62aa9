import { ATTACKS } from './attacks.ts';

/** The attacks and their tests, as the README of this folder has them. */
export function attacksTable(): string {
  const rows = ATTACKS.map(
    ({ point, attack, file, test }) => `| ${String(point)} | ${attack} | \`${file.replace('test/', '')}\` | ${test} |`,
  );
  return ['| point | attack | file | test |', '|---|---|---|---|', ...rows].join('\n');
}
