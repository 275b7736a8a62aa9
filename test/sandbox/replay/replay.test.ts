import { afterAll, expect, test } from 'vitest';
import { startHandshake } from '../../../worker/exchange/transport/ntlm/handshake.ts';
import { PROFILES, type ProfileName } from '../profiles/profiles.ts';
import { foreignId, mailboxOfId, startInstallation } from './installation.ts';
import { readSessions, recordedVersions, TRACES } from './read-traces.ts';
import { OneConnection } from './one-connection.ts';
import { differencesOf, type Mapping, missingHeaders } from './same-answer.ts';
import type { Sandbox } from '../sandbox.ts';

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

/** One version's sessions, one after the other on one connection, as they were recorded. */
async function replay(version: ProfileName, operations: Map<string, number>): Promise<string[]> {
  const recorded = readSessions(version);
  const sandbox = await startInstallation(version, recorded);
  sandboxes.push(sandbox);
  const { url, mailboxes } = sandbox.source;
  const connection = new OneConnection(url);
  const handshake = startHandshake({
    scheme: 'NTLM',
    credentials: { username: mailboxes[0]?.email ?? '', password: mailboxes[0]?.password ?? '' },
    url: new URL(url),
    random: (bytes) => void bytes.fill(7),
    now: Date.now,
  });
  const mapping: Mapping = new Map();
  const differences: string[] = [];
  // Only the handshake has this header; Windows knows the connection afterwards.
  let authorization: string | undefined;
  for (const { name, exchanges } of recorded) {
    for (const { request, answer } of exchanges) {
      const operation = answer.status === 401 ? 'sign-in' : (/<messages:(\w+)/.exec(request.body)?.[1] ?? '');
      operations.set(operation, (operations.get(operation) ?? 0) + 1);
      if (answer.status === 401) authorization = handshake.opening;
      // oxlint-disable-next-line no-await-in-loop -- one after the other, as recorded
      const own = await connection.post(substitute(request.body, mapping), {
        'Content-Type': 'text/xml; charset=utf-8',
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      });
      const challenge = own.headers.find(([header]) => header === 'www-authenticate')?.[1];
      authorization = answer.status === 401 ? handshake.answer(challenge ?? null) : undefined;
      const found = missingHeaders(answer.headers, own.headers);
      if (own.status !== answer.status) found.unshift(`status ${own.status} instead of ${answer.status}`);
      else if (answer.status !== 401) found.push(...differencesOf(answer.body, own.body, mapping));
      differences.push(...found.map((line) => `${version} ${name} ${operation} ${line}`));
    }
  }
  connection.close();
  process.stdout.write(`${version}: replayed ${recorded.length} sessions\n`);
  return differences;
}

test.skipIf(versions.length === 0)('every recorded session goes as it went with the real server', async () => {
  const operations = new Map<string, number>();
  // oxlint-disable-next-line no-await-in-loop
  for (const version of versions) expect(await replay(version as ProfileName, operations)).toEqual([]);
  const counts = [...operations].map(([name, count]) => `${name} ${count}`).join(', ');
  const total = [...operations.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`replayed ${total} exchanges: ${counts}\n`);
  expect(total).toBe(48);
  expect(Object.keys(PROFILES)).toEqual(expect.arrayContaining(versions));
});
