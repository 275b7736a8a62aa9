import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { responseFault, soapFault } from '../../worker/exchange/faults/response-faults.ts';
import { readFolder } from '../../worker/exchange/folders/read-folder.ts';
import { responseMessages } from '../../worker/exchange/client/responses.ts';
import { child, findElement, parseXml } from '../../worker/exchange/xml/scan.ts';
import { describeVersion, readServerVersion } from '../../worker/exchange/operations/versions.ts';
import { utf8 } from './kit.ts';

const TRACES = new URL('../../../shared/traces/', import.meta.url).pathname;
const isHere = existsSync(TRACES);
if (!isHere && process.env['CI'] === 'true') throw new Error(`The recorded sessions are missing: ${TRACES}`);

type Recorded = { file: string; status: number; body: string };

/** The answers of all sessions; response lines begin with `< `, a blank one parts headers and body. */
function recorded(): Recorded[] {
  return globSync('Exchange*/**/*', { cwd: TRACES, withFileTypes: false })
    .filter((file) => !file.endsWith('.md') && existsSync(`${TRACES}${file}`))
    .flatMap((file) => {
      let text: string;
      try {
        text = readFileSync(`${TRACES}${file}`, 'utf8');
      } catch {
        return []; // a folder
      }
      return text
        .split(/^(?=< HTTP)/m)
        .slice(1)
        .map((part): Recorded => {
          const lines = part
            .split('\n')
            .filter((line) => line.startsWith('<'))
            .map((line) => line.slice(2));
          const blank = lines.indexOf('');
          return {
            file,
            status: Number(lines[0]?.split(' ')[1]),
            body: lines
              .slice(blank + 1)
              .join('\n')
              .trim(),
          };
        });
    });
}

test.skipIf(!isHere)('answers of real servers are read: versions, codes, folders, faults', () => {
  const versions = new Set<string>();
  const codes = new Map<string, number>();
  let folders = 0;
  const count = (code: string) => codes.set(code, (codes.get(code) ?? 0) + 1);
  const answers = recorded();
  for (const { file, status, body } of answers) {
    if (status === 401) continue;
    const envelope = parseXml(utf8(body));
    expect(envelope.name, file).toBe('Envelope');
    const version = readServerVersion(envelope);
    if (version) versions.add(describeVersion(version));
    const operation = child(envelope, 'Body')!.children[0]!;
    if (status === 500) {
      count(soapFault(operation, 'source').code);
      continue;
    }
    for (const message of responseMessages(operation)) {
      const fault = responseFault(message, 'source');
      count(fault?.code ?? 'NoError');
      for (const element of child(message, 'Folders')?.children ?? []) {
        const folder = readFolder(element, new Map());
        expect(folder.id.length, file).toBeGreaterThan(20);
        folders += 1;
      }
      expect(findElement(message, 'ResponseCode'), file).toBeDefined();
    }
  }
  expect(answers.length).toBeGreaterThan(40);
  expect([...versions].toSorted()).toEqual(['Exchange2007_SP1 8.1.436.0', 'Exchange2010_SP2 14.2.328.9']);
  expect(folders).toBeGreaterThan(15);
  expect(Object.fromEntries(codes)).toMatchObject({
    NoError: 30,
    ErrorSchemaValidation: 2,
    ErrorFolderExists: 2,
    ErrorItemNotFound: 4,
  });
});
