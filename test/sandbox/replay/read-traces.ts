import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Recorded sessions with real servers, one folder a version, beside the repository. */
export const TRACES = new URL('../../../../shared/traces/', import.meta.url).pathname;

export type Message = { headers: [name: string, value: string][]; body: string };
export type Recorded = { request: Message; answer: Message & { status: number } };
export type Session = { name: string; exchanges: Recorded[] };

/** Request lines begin with `> `, answer lines with `< `; a blank one parts headers and body. */
function messageOf(lines: readonly string[]): Message {
  const blank = lines.indexOf('');
  const head = lines.slice(1, blank).map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { headers: head, body: lines.slice(blank + 1).join('\n') };
}

function exchangesOf(text: string): Recorded[] {
  const parts = text.split(/^(?=[<>] (?:POST|HTTP))/m).map((part) =>
    part
      .split('\n')
      .filter((line) => /^[<>] /.test(line))
      .map((line) => line.slice(2)),
  );
  const messages = parts.filter((lines) => lines.length > 0);
  const exchanges: Recorded[] = [];
  for (let at = 0; at + 1 < messages.length; at += 2) {
    const [request = [], answer = []] = [messages[at], messages[at + 1]];
    exchanges.push({
      request: messageOf(request),
      answer: { ...messageOf(answer), status: Number(answer[0]?.split(' ')[1]) },
    });
  }
  return exchanges;
}

/** Seconds, then the number of the message in the client's life. */
function orderOf({ exchanges: [first] }: Session): number {
  const headers = new Map(first?.request.headers ?? []);
  const number = /ESoapMessage (\d+)/.exec(headers.get('soup-debug') ?? '')?.[1];
  return Number(headers.get('soup-debug-timestamp') ?? 0) * 1000 + Number(number ?? 0);
}

/** The versions that were recorded; none where the sessions are not beside the repository. */
export const recordedVersions = (): string[] =>
  existsSync(TRACES)
    ? readdirSync(TRACES, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .toSorted()
    : [];

/** All sessions of a version in the order of their recording: later ones go on with folders of earlier ones. */
export function readSessions(version: string): Session[] {
  return readdirSync(join(TRACES, version), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => ({
      name: entry.name,
      exchanges: exchangesOf(readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    }))
    .toSorted((a, b) => orderOf(a) - orderOf(b));
}
