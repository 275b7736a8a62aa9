import type { Readable } from 'node:stream';

/**
 * The lines of a stream, in constant memory: what goes beyond `longest` characters of a line is dropped. A library that
 * fails may print the whole request that it failed with.
 */
export async function* boundedLines(stream: Readable, longest = 10_000): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  let line = '';
  for await (const chunk of stream as AsyncIterable<string>) {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', from)) {
      yield line + chunk.slice(from, Math.min(end, from + longest - line.length));
      line = '';
      from = end + 1;
    }
    if (line.length < longest) line += chunk.slice(from, from + longest - line.length);
  }
  if (line !== '') yield line;
}

/** Reads a stream to its end and keeps its last lines, each of them bounded. */
export async function lastLines(stream: Readable, count = 5, longest = 400): Promise<string[]> {
  const kept: string[] = [];
  for await (const line of boundedLines(stream, longest)) {
    kept.push(line);
    if (kept.length > count) kept.shift();
  }
  return kept;
}
