import { createHash } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flatten, type Xml } from '../xml/node.ts';
import { shorten, Shapes } from './shape.ts';

export type Direction = 'request' | 'answer';

/** How many envelopes were seen, by version, schema level, direction and operation: `Exchange2019 13.1 answer GetItem`. */
export type Counts = Record<string, number>;

// A count that was not written yet is lost when the process is killed.
const WRITE_EVERY_MS = 1_000;

/**
 * Keeps of everything that is exchanged one envelope of each shape, with what it was seen how often. Several
 * processes may write into one folder.
 */
export class WireShapes {
  readonly #folder: string;
  readonly #shapes = new Shapes();
  readonly #counts: Counts = {};
  #unwritten = 0;
  #writtenAt = -Infinity;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
  }

  /** `level`: the schema that the envelope must be valid in. */
  see(profile: string, level: number, direction: Direction, operation: string, xml: Xml): void {
    const whole = flatten(xml)
      .map((part) => (typeof part === 'string' ? part : 'AAAA'))
      .join('');
    const text = whole.includes('>spool:') ? whole.replace(/>spool:\d+</g, '>AAAA<') : whole;
    const key = `${profile} ${level} ${direction} ${operation}`;
    this.#counts[key] = (this.#counts[key] ?? 0) + 1;
    this.#unwritten += 1;
    if (this.#shapes.isNew(`${level} ${direction}`, text)) {
      const kept = shorten(text);
      const hash = createHash('sha1').update(kept).digest('hex').slice(0, 12);
      const file = join(this.#folder, `${level}-${direction}-${operation}-${profile}-${hash}.xml`);
      writeFileSync(`${file}.new`, kept);
      renameSync(`${file}.new`, file);
    }
    if (performance.now() - this.#writtenAt >= WRITE_EVERY_MS) this.flush();
  }

  /** Writes the counts of this process. */
  flush(): void {
    if (this.#unwritten === 0) return;
    this.#unwritten = 0;
    this.#writtenAt = performance.now();
    const file = join(this.#folder, `counts-${process.pid}-${NUMBER}.json`);
    // Whole or not at all, also when the process is killed.
    writeFileSync(`${file}.new`, JSON.stringify(this.#counts));
    renameSync(`${file}.new`, file);
  }
}

// Workers that are threads share the process's number.
const NUMBER = createHash('sha1').update(`${performance.timeOrigin} ${Math.random()}`).digest('hex').slice(0, 8);

let shared: WireShapes | undefined;

/** The recorder of a whole run, where MAILFERRY_WIRE_LOG names a folder for it. */
export function wireShapes(): WireShapes | undefined {
  const folder = process.env['MAILFERRY_WIRE_LOG'];
  if (!folder || shared) return shared;
  const made = new WireShapes(folder);
  process.once('exit', () => made.flush());
  shared = made;
  return made;
}
