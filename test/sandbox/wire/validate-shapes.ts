import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLoose } from '../http/loose-answers.ts';
import type { ProfileName } from '../profiles/profiles.ts';
import { missingForValidation } from './wire-log.ts';
import { cutSchema } from './cut-schema.ts';
import type { Counts } from './wire-shapes.ts';

export type ShapesReport = {
  seen: Counts;
  /** Envelopes that were kept and validated, by `level direction operation`. */
  kept: Counts;
  problems: string[];
};

function add(counts: Counts, key: string, count = 1): void {
  counts[key] = (counts[key] ?? 0) + count;
}

function lint(schema: string, files: readonly string[]): string[] {
  try {
    execFileSync('xmllint', ['--noout', '--huge', '--schema', schema, ...files], {
      stdio: ['ignore', 'ignore', 'pipe'],
      maxBuffer: 1 << 28,
    });
    return [];
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error)
      .split('\n')
      .filter((line) => / error /.test(line) || /parser error|Schemas/.test(line));
  }
}

/**
 * Servers that answer without a word where they pass over all that they were given, write some fields in forms of
 * their own, and give all names that they find, however many; the schema has no such answers.
 */
const OFF_SCHEMA: ReadonlySet<string> = new Set<ProfileName>(['Grommunio']);
const isBare = (text: string): boolean => /<m:ResponseMessages(?:\/>|><\/m:ResponseMessages>)/.test(text);
/** The schema takes 100 resolutions; a server that resolves in full gives more. */
const isFull = (text: string): boolean => text.split('<t:Resolution>').length > 101;

/** Holds what a run kept against the schema of each version. `undefined` where the schemas or xmllint are missing. */
export function validateShapes(folder: string): ShapesReport | undefined {
  if (missingForValidation()) return undefined;
  const names = readdirSync(folder).filter((name) => !name.endsWith('.new'));
  const report: ShapesReport = { seen: {}, kept: {}, problems: [] };
  const byLevel = new Map<string, string[]>();
  for (const name of names) {
    if (name.endsWith('.json')) {
      const counts = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Counts;
      for (const [key, count] of Object.entries(counts)) add(report.seen, key, count);
      continue;
    }
    const [level = '', direction = '', operation = '', profile = ''] = name.split('-');
    if (OFF_SCHEMA.has(profile) && direction === 'answer') {
      const answer = readFileSync(join(folder, name), 'utf8');
      if (isBare(answer) || isLoose(answer) || isFull(answer)) continue;
    }
    add(report.kept, `${level} ${direction} ${operation}`);
    byLevel.set(level, [...(byLevel.get(level) ?? []), join(folder, name)]);
  }
  for (const [level, files] of byLevel) {
    const schemas = mkdtempSync(join(tmpdir(), `ews-${level}-`));
    try {
      const schema = cutSchema(schemas, Number(level));
      for (let at = 0; at < files.length; at += 500) report.problems.push(...lint(schema, files.slice(at, at + 500)));
    } finally {
      rmSync(schemas, { recursive: true });
    }
  }
  return report;
}

const sum = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** The report for people: totals, then one line a version with its operations. */
export function describeShapes({ seen, kept, problems }: ShapesReport): string {
  const lines = [`${sum(seen)} envelopes seen, ${sum(kept)} shapes validated, ${problems.length} problems`];
  const versions = new Map<string, Counts>();
  for (const [key, count] of Object.entries(seen)) {
    const [profile = '', , direction = '', operation = ''] = key.split(' ');
    if (direction !== 'answer') continue;
    const own = versions.get(profile) ?? {};
    add(own, operation, count);
    versions.set(profile, own);
  }
  for (const [profile, operations] of versions)
    lines.push(
      `  ${profile}: ${Object.entries(operations)
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([name, count]) => `${name} ${count}`)
        .join(', ')}`,
    );
  return [...lines, ...problems.slice(0, 40).map((line) => `  ${line}`)].join('\n');
}
