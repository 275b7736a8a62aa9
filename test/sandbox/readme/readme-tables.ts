import { OPERATIONS } from '../operations/registry.ts';
import { PROVENANCE } from '../operations/sources.ts';
import { PROFILES } from '../profiles/profiles.ts';
import type { Profile } from '../profiles/profile.ts';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${head.map(() => '---|').join('')}`, ...rows.map(row)].join('\n');

const has = ({ level, quirks }: Profile, name: string, since: number): boolean =>
  level >= since && !quirks.missingOperations.includes(name);

const SHORT: Readonly<Record<string, string>> = {
  Exchange2007_SP1: '2007',
  Exchange2010_SP2: '2010 SP2',
  Exchange2010_SP3: '2010 SP3',
  Exchange2013: '2013',
  Exchange2016: '2016',
  Exchange2019: '2019',
  ExchangeSE: 'SE',
  OtherServer: 'other',
  Grommunio: 'grommunio',
  WorkMail: 'WorkMail',
};

/** Operation × version × source of truth, with what is simplified. */
function operationsTable(): string {
  const profiles = Object.values(PROFILES);
  const operations = [...OPERATIONS.values()].toSorted((a, b) => a.name.localeCompare(b.name));
  return table(
    ['operation', ...profiles.map(({ name }) => SHORT[name] ?? name), 'source', 'simplified'],
    operations.map(({ name, since }) => {
      const { sources, simplified = '' } = PROVENANCE[name] ?? { sources: [] };
      const page = `https://learn.microsoft.com/exchange/client-developer/web-service-reference/${name.toLowerCase()}-operation`;
      return [
        `[${name}](${page})`,
        ...profiles.map((profile) => (has(profile, name, since) ? '✓' : '–')),
        sources.join(', '),
        simplified,
      ];
    }),
  );
}

const number = (value: number | undefined): string => (value === undefined ? '–' : value.toLocaleString('en'));

/** What the versions differ in besides their operations. */
function versionsTable(): string {
  return table(
    ['version', 'build', 'schema', 'newest request version', 'body, bytes', 'FindItem', 'at a time', 'burst, ms'],
    Object.values(PROFILES).map((profile) => {
      const { product, build, schemaVersion, requestVersions, maxRequestBytes, findItemCap, throttle } = profile;
      return [
        product,
        build.join('.'),
        schemaVersion,
        requestVersions.at(-1) ?? '',
        number(maxRequestBytes),
        findItemCap ? `${findItemCap.plain} / ${findItemCap.restricted}` : '–',
        number(throttle?.concurrency),
        number(throttle?.burstMs),
      ];
    }),
  );
}

/** The README with its tables written again, each between marks of its name. */
export function withTables(readme: string): string {
  const tables = { operations: operationsTable(), versions: versionsTable() };
  return Object.entries(tables).reduce(
    (text, [name, made]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end of ${name} -->)`),
        (_, start: string, end: string) => `${start}\n${made}\n\n${end}`,
      ),
    readme,
  );
}
