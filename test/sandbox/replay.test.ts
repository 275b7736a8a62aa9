import { afterAll, expect, test } from 'vitest';
import { PROFILES, type ProfileName } from './profiles.ts';
import { foreignId, mailboxOfId, startInstallation } from './replay/installation.ts';
import { readSessions, recordedVersions, TRACES } from './replay/read-traces.ts';
import { differencesOf, type Mapping } from './replay/same-answer.ts';
import type { Sandbox } from './sandbox.ts';

const versions = recordedVersions();
if (versions.length === 0 && process.env['CI'] === 'true')
  throw new Error(`The recorded sessions are missing: ${TRACES}`);

const sandboxes: Sandbox[] = [];
afterAll(async () => {
  for (const sandbox of sandboxes) await sandbox.close(); // oxlint-disable-line no-await-in-loop
});

/** An id that no answer gave: of another server, or of a mailbox that this session says nothing else of. */
const foreign = (id: string): string => {
  const guid = mailboxOfId(id);
  return guid ? foreignId(guid) : id;
};

const substitute = (body: string, mapping: Mapping): string =>
  body.replace(
    /\b(Id|ChangeKey)="([^"]*)"/g,
    (_, name: string, value: string) => `${name}="${mapping.get(value) ?? foreign(value)}"`,
  );

test.skipIf(versions.length === 0)('every recorded session goes as it went with the real server', async () => {
  const operations = new Map<string, number>();
  const differences: string[] = [];
  let [sessions, exchanges] = [0, 0];
  for (const version of versions) {
    const recorded = readSessions(version);
    const sandbox = await startInstallation(version as ProfileName, recorded);
    sandboxes.push(sandbox);
    const { url, mailboxes } = sandbox.source;
    const basic = `Basic ${Buffer.from(`${mailboxes[0]?.email}:${mailboxes[0]?.password}`).toString('base64')}`;
    const mapping: Mapping = new Map();
    for (const session of recorded) {
      sessions += 1;
      for (const { request, answer } of session.exchanges) {
        if (answer.status === 401) continue;
        exchanges += 1;
        const operation = /<messages:(\w+)/.exec(request.body)?.[1] ?? '';
        operations.set(operation, (operations.get(operation) ?? 0) + 1);
        const response = await fetch(url, {
          method: 'POST',
          headers: { Authorization: basic, 'Content-Type': 'text/xml; charset=utf-8' },
          body: substitute(request.body, mapping),
        });
        const text = await response.text();
        const found = differencesOf(answer.body, text, mapping);
        if (response.status !== answer.status) found.unshift(`status ${response.status} instead of ${answer.status}`);
        differences.push(...found.map((line) => `${version} ${session.name} ${operation} ${line}`));
      }
    }
  }
  const counts = [...operations].map(([name, count]) => `${name} ${count}`).join(', ');
  process.stdout.write(`replayed ${sessions} sessions, ${exchanges} exchanges: ${counts}\n`);
  expect(differences).toEqual([]);
  expect(sessions).toBe(28);
  expect(Object.keys(PROFILES)).toEqual(expect.arrayContaining(versions));
});
