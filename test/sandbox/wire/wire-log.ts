import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_SIZE, sampleOf } from '../../sample.ts';

// Larger envelopes are left out; their shape is that of the smaller ones.
const MAX_BYTES = 4 << 20;
const SCHEMA = new URL('../../../../shared/ews-schema/exchange2016/soap.xsd', import.meta.url).pathname;

/** Keeps every envelope of a server in a folder, requests and answers as files of their own. */
export class Recorder {
  readonly folder: string;
  readonly #prefix: string;
  #count = 0;
  skipped = 0;

  constructor(folder: string, prefix: string) {
    mkdirSync(folder, { recursive: true });
    this.folder = folder;
    this.#prefix = prefix;
  }

  /** Begins one exchange; each of the two may be called once. Answers that are no XML are not kept. */
  begin(): { request: (bytes: Buffer) => void; answer: (bytes: Buffer, operation: string) => void } {
    this.#count += 1;
    const name = `${this.#prefix}-${String(this.#count).padStart(5, '0')}`;
    let request: Buffer | undefined;
    return {
      request: (bytes) => {
        request = bytes;
      },
      answer: (bytes, operation) => {
        if (bytes.length > MAX_BYTES || !request || request.length > MAX_BYTES) this.skipped += 1;
        // A request that the server refused as invalid is no evidence against it.
        else if (
          /ErrorSchemaValidation|ErrorInvalidRequest|ErrorInvalidServerVersion/.test(bytes.toString('latin1', 0, 4096))
        )
          writeFileSync(join(this.folder, `${name}-${operation}-answer.xml`), bytes);
        else if (bytes.length > 0) {
          writeFileSync(join(this.folder, `${name}-${operation}-request.xml`), request);
          writeFileSync(join(this.folder, `${name}-${operation}-answer.xml`), bytes);
        }
      },
    };
  }
}

export type Validation = { checked: number; problems: string[] } | { missing: string };

/**
 * Whether a test may leave its envelopes to the end of the run, which holds each shape of all that was exchanged against
 * the schemas (see check-run.ts): xmllint reads the schemas for a quarter of a second each time.
 */
export const isLeftToRun = SAMPLE_SIZE === 'small' && process.env['MAILFERRY_WIRE_LOG'] !== undefined;

let found: { missing: string | undefined } | undefined;

/** Whether envelopes can be validated here: the schemas beside the repository, and xmllint. */
export function missingForValidation(): string | undefined {
  found ??= { missing: findMissing() };
  return found.missing;
}

function findMissing(): string | undefined {
  if (!existsSync(SCHEMA)) return 'the EWS schemas (../shared/ews-schema)';
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' });
  } catch {
    return 'xmllint';
  }
  return undefined;
}

/**
 * Holds every recorded envelope of a folder against the official schemas, many files a run; a small run takes one of
 * `every`. Under CI a missing need is an error; elsewhere it is named in the result.
 */
export function validateEnvelopes(folder: string, every = 1): Validation {
  const missing = missingForValidation();
  if (missing) {
    if (process.env['CI'] === 'true') throw new Error(`Envelopes can't be validated without ${missing}`);
    return { missing };
  }
  const recorded = readdirSync(folder).filter((name) => name.endsWith('.xml'));
  const files = every === 1 ? recorded : sampleOf(recorded, every);
  const problems: string[] = [];
  for (let at = 0; at < files.length; at += 500) {
    const batch = files.slice(at, at + 500).map((name) => join(folder, name));
    try {
      execFileSync('xmllint', ['--noout', '--huge', '--schema', SCHEMA, ...batch], {
        stdio: ['ignore', 'ignore', 'pipe'],
        maxBuffer: 1 << 28,
      });
    } catch (error) {
      const text = String((error as { stderr: Buffer }).stderr);
      problems.push(
        ...text.split('\n').filter((line) => line && !line.endsWith(' validates') && !/^\s*\^?\s*$/.test(line)),
      );
    }
  }
  return { checked: files.length, problems };
}
