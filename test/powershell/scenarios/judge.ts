import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import Papa from 'papaparse';
import { probeEndpoint } from '../../../worker/exchange/probe.ts';
import type { ScriptMailbox } from '../../../worker/features/scripts/script-input.ts';
import type { ScriptId } from '../../../worker/lib/script-facts.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { call, codesOf } from '../../sandbox/kit/raw-client.ts';
import { routeOf } from '../../sandbox/management/mail-flow.ts';
import { legacyDnOf } from '../../sandbox/store/settings.ts';
import { limitIn, readLimitFiles } from './files.ts';
import { MIGRATION, OTHERS } from './people.ts';
import type { Scenario } from './scenario.ts';

/** What is seen from outside: `green`, or why not; of each mailbox of the project, and of those that are not in it. */
export type Look = { ours: string[]; others: string[] };

const GREEN = 'green';

/** The test of an endpoint, as the product makes it. */
async function probe(
  { on }: Scenario,
  login: { username: string; password: string },
  mailbox: string,
  impersonate = false,
): Promise<string> {
  const result = await probeEndpoint({
    url: on.url,
    fetch,
    open: netSockets().open,
    random: (bytes) => void randomFillSync(bytes),
    now: Date.now,
    credentials: login,
    mailbox,
    impersonate,
  });
  return result.ok ? GREEN : (result.fault.code ?? result.fault.kind);
}

const migrationOf = ({ side }: Scenario) => ({ username: MIGRATION[side], password: 'pass-migration' });
const passwordOf = (email: string): string => `pass-${email.split('@')[0] ?? ''}`;

/** Reads a CSV file that a script wrote; none before. */
function rowsOf({ folder }: Scenario, file: string): Record<string, string>[] {
  try {
    const text = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '');
    return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  } catch {
    return [];
  }
}

const asOwn = (scenario: Scenario, email: string): Promise<string> =>
  probe(scenario, { username: email, password: passwordOf(email) }, email);

/**
 * Whether the front door takes a body of this size: it is announced and does not come. What is too large is refused at
 * once; for the rest the server waits until the connection ends.
 */
function takesBytes({ on }: Scenario, bytes: number): Promise<boolean> {
  const { hostname, port, pathname } = new URL(on.url);
  const token = Buffer.from(`${on.admin.username}:${on.admin.password}`).toString('base64');
  const socket = connect(Number(port), hostname);
  let isRefused = false;
  socket.once('data', (head: Buffer) => {
    // A body that does not come is a bad request, which the server says to some.
    isRefused = /^HTTP\/1\.1 4(?:04|13) /.test(head.toString('latin1'));
    socket.destroy();
  });
  socket.end(
    `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nAuthorization: Basic ${token}\r\nContent-Length: ${bytes}\r\n\r\n`,
  );
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => resolve(!isRefused));
  });
}

const JUDGES: Partial<Record<ScriptId, (scenario: Scenario, mailbox: ScriptMailbox) => Promise<string>>> = {
  'full-access': (scenario, mailbox) => probe(scenario, migrationOf(scenario), mailbox[scenario.side]),
  impersonation: (scenario, mailbox) => probe(scenario, migrationOf(scenario), mailbox[scenario.side], true),
  throttling: (scenario, mailbox) => probe(scenario, migrationOf(scenario), mailbox[scenario.side]),
  'ews-access': (scenario, mailbox) => asOwn(scenario, mailbox[scenario.side]),
  'size-limits': async (scenario) => {
    const { side } = scenario.on;
    const isOld = side.profile.build[0] < 15;
    const maxRequestBytes = limitIn(readLimitFiles(side, join(scenario.folder, 'exchange')), isOld);
    side.profile = { ...side.profile, maxRequestBytes };
    // An item of 100 MB as Base64.
    return (await takesBytes(scenario, Math.ceil((100 * 1_048_576 * 4) / 3))) ? GREEN : `takes ${maxRequestBytes}`;
  },
  'export-mailboxes': (scenario, mailbox) => {
    const { store } = scenario.on;
    const row = rowsOf(scenario, `mailferry-export-mailboxes-${scenario.side}-prj_1.csv`).find(
      (each) => each['Source Email'] === mailbox.source,
    );
    const owner = store.mailbox(mailbox.source);
    const isRight =
      owner && row?.['LegacyExchangeDN'] === legacyDnOf(store, owner) && row['X500']?.startsWith('/o=Bef');
    return Promise.resolve(isRight ? GREEN : JSON.stringify(row ?? 'no row'));
  },
  inventory: (scenario, mailbox) => {
    const { store } = scenario.on;
    const row = rowsOf(scenario, `mailferry-inventory-${scenario.side}-prj_1.csv`).find(
      (each) => each['Address'] === mailbox.source,
    );
    const seen = store
      .sql('select count(*) as items, sum(size) as bytes from items where mailbox = ? and owner is null')
      .get(store.mailbox(mailbox.source)?.id ?? 0) as { items: number; bytes: number };
    const isRight = Number(row?.['Items']) === seen.items && Number(row?.['Bytes']) === seen.bytes;
    return Promise.resolve(isRight ? GREEN : JSON.stringify([row ?? 'no row', seen]));
  },
  'create-mailboxes': (scenario, { destination }) => {
    const row = rowsOf(scenario, 'mailferry-passwords-prj_1.csv').find(
      (each) => each['Destination Email'] === destination,
    );
    return probe(
      scenario,
      { username: destination, password: row?.['Destination Password'] ?? passwordOf(destination) },
      destination,
    );
  },
  forwarding: ({ on }, { source, destination }) => {
    const { keeps, sentOnTo } = routeOf(on.side, source);
    const isRight = !keeps && sentOnTo?.toLowerCase() === destination.toLowerCase();
    return Promise.resolve(isRight ? GREEN : `keeps ${keeps}, sent on to ${sentOnTo ?? 'nobody'}`);
  },
  x500: async (scenario, { source, destination }) => {
    const { source: old } = scenario.sandbox;
    const sender = old.store.mailbox(source);
    const dn = sender ? legacyDnOf(old.store, sender) : '';
    const escaped = dn.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const answer = await call(
      scenario.on,
      { email: destination, password: passwordOf(destination) },
      `<m:ResolveNames ReturnFullContactData="false"><m:UnresolvedEntry>${escaped}</m:UnresolvedEntry></m:ResolveNames>`,
      { version: scenario.on.side.profile.build[0] < 14 ? 'Exchange2007_SP1' : 'Exchange2010' },
    );
    const isFound = answer.text.includes(destination.replaceAll("'", '&apos;')) || answer.text.includes(destination);
    return codesOf(answer)[0] === 'NoError' && isFound ? GREEN : (codesOf(answer)[0] ?? String(answer.status));
  },
};

/** What the probe says of the mailboxes of the project, and of the others at this side. */
export async function look(scenario: Scenario): Promise<Look> {
  const judge = JUDGES[scenario.of.id];
  if (!judge) throw new RangeError(`Nothing judges ${scenario.of.id}`);
  // One that is there already is not made.
  const project = scenario.input.mailboxes.slice(scenario.of.id === 'create-mailboxes' ? 1 : 0);
  const ours = await Promise.all(project.map((each) => judge(scenario, each)));
  const [source, destination] = OTHERS;
  const others = ['full-access', 'impersonation'].includes(scenario.of.id)
    ? [await judge(scenario, { source, destination, name: null })]
    : [];
  return { ours, others };
}
