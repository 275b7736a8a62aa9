import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { kindOf } from '../../../worker/engine/model/item.ts';
import { type CopyMethod } from '../../../worker/lib/copy-methods.ts';
import { type Difference, explainMailboxes } from '../../sandbox/compare/compare.ts';
import { PROFILES, type ProfileName } from '../../sandbox/profiles/profiles.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { mailboxPasses } from './copy-pass.ts';
import { fillOddItems } from './odd-items.ts';

const README = fileURLToPath(new URL('../README.md', import.meta.url));
const [BEGIN, END] = ['<!-- paths -->', '<!-- end of paths -->'];
const EMAIL = 'ann@example.com';
/** A mailbox in which every reason comes to pass. */
const FILL = { seed: 21, items: 150 };

const ROWS: readonly (readonly [name: string, itemClass: RegExp])[] = [
  ['Mail, drafts, S/MIME', /^IPM\.(?:Note|Recall|Sharing)/i],
  ['Reports', /^REPORT\./i],
  ['Meeting messages', /^IPM\.Schedule\./i],
  ['Appointments, meetings, series', /^IPM\.Appointment/i],
  ['Contacts', /^IPM\.Contact/i],
  ['Distribution lists', /^IPM\.DistList/i],
  ['Tasks', /^IPM\.Task/i],
  ['Notes', /^IPM\.StickyNote/i],
  ['Journal entries', /^IPM\.Activity/i],
  ['Posts', /^IPM\.Post/i],
];

const COLUMNS: readonly { name: string; from: ProfileName; methods: CopyMethod[] }[] = [
  { name: 'export and upload', from: 'Exchange2010_SP2', methods: ['transfer'] },
  { name: 'MIME', from: 'Exchange2010_SP2', methods: ['mime'] },
  { name: 'element by element', from: 'Exchange2010_SP2', methods: ['typed'] },
  { name: 'from Exchange 2007', from: 'Exchange2007_SP1', methods: ['mime', 'typed'] },
];

/** What crossing by each path changes of a mailbox with every kind of item, as the two stores tell it. */
async function runColumn({ from, methods }: (typeof COLUMNS)[number]): Promise<Difference[]> {
  const sandbox = await startSandbox({
    source: { profile: from, mailboxes: [{ email: EMAIL, fill: FILL }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
  });
  try {
    fillOddItems(sandbox.source.store, EMAIL, PROFILES[from]);
    const passes = mailboxPasses(sandbox, EMAIL);
    await passes.run({ copyPaths: methods });
    passes.close();
    const levels = { from: PROFILES[from].level, to: PROFILES.Exchange2019.level };
    return explainMailboxes(sandbox.source.store, EMAIL, sandbox.destination.store, EMAIL, { levels });
  } finally {
    await sandbox.close();
  }
}

/** The table in Markdown, its notes below. Throws when something changes that no path has a reason to change. */
export async function makePathsTable(): Promise<string> {
  const notes: string[] = [];
  const cells = ROWS.map((): string[] => []);
  for (const column of COLUMNS) {
    const found = await runColumn(column);
    for (const [index, [name, itemClass]] of ROWS.entries()) {
      const own = found.filter((each) => itemClass.test(each.itemClass ?? ''));
      const isTaken = column.methods.some((method) => method !== 'mime') || kindOf(own[0]?.itemClass ?? '') === 'email';
      const unforeseen = own.find(({ reason }) => reason === undefined);
      if (unforeseen && isTaken) throw new Error(`${column.name}, ${name}: ${JSON.stringify(unforeseen)}`);
      const reasons = [...new Set(own.flatMap(({ reason }) => reason ?? []))];
      for (const reason of reasons) if (!notes.includes(reason)) notes.push(reason);
      const marks = reasons.map((reason) => notes.indexOf(reason) + 1).toSorted((a, b) => a - b);
      cells[index]?.push(isTaken ? (marks.length === 0 ? 'whole' : `all but ${marks.join(', ')}`) : '–');
    }
  }
  const head = ['', ...COLUMNS.map(({ name }) => name)];
  const lines = [head, head.map(() => '---'), ...ROWS.map(([name], index) => [name, ...(cells[index] ?? [])])];
  const table = lines.map((line) => `| ${line.join(' | ')} |`.replace('|  |', '| |'));
  return [...table, '', ...notes.map((note, index) => `${index + 1}. ${note}`)].join('\n');
}

/** What stands in the README between its marks. Throws when they are not there. */
export function readPathsTable(): string {
  const readme = readFileSync(README, 'utf8');
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error('The README has no place for the table of paths.');
  return readme.slice(from + BEGIN.length, to).trim();
}

function writePathsTable(text: string): void {
  const old = readPathsTable();
  const readme = readFileSync(README, 'utf8');
  const place = `${BEGIN}\n\n${text}\n\n${END}`;
  writeFileSync(
    README,
    readme.replace(new RegExp(`${BEGIN}\\s*[\\s\\S]*?${END}`), () => place),
  );
  process.stdout.write(`${text}\n${old === text ? 'The README says so.' : 'The README was changed.'}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writePathsTable(await makePathsTable());
