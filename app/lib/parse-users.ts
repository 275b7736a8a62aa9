import { isEmailAddress } from '../../worker/lib/email-address.ts';
import { foldText } from '../../worker/lib/fold-text.ts';
import type { CsvRecord } from '../../worker/lib/csv/records.ts';
import { csvRecords } from '../../worker/lib/csv/records.ts';

/** A customer user as the API takes it. */
export type ParsedUser = { name?: string; addresses: string[] };

/** One row of a file, or what is wrong with it. */
export type UserLine = { line: number } & ({ user: ParsedUser } | { problem: string });

export type ParsedUsers = {
  lines: UserLine[];
  /** Names of columns that hold nothing for users. */
  ignored: string[];
};

type Part = 'address' | 'name' | 'first' | 'last';
type Columns = Partial<Record<Part, number[]>>;

/** Names of columns, in folded letters only; case, order and further words in brackets do not matter. */
const HEADINGS: readonly (readonly [RegExp, Part])[] = [
  [
    /^(source|destination|target|primary|work|business|windows|user)?(e?mail|smtp|upn|proxy)(address|adresse|adressen|addresses|s|[1-9])?$/,
    'address',
  ],
  [
    /^(userprincipalname|primarysmtpaddress|alias(es)?|adressee?mail|correo(electronico)?|courriel|indirizzoe?mail|posta(elettronica)?)$/,
    'address',
  ],
  [
    /^(display|full|user)?name$|^(anzeigename|benutzer|nom(complet|affiche)?|nombre(completo)?|nome(completo)?|naam|weergavenaam|volledigenaam)$/,
    'name',
  ],
  [/^(first|given|fore)name$|^(vorname|prenom|voornaam)$/, 'first'],
  [/^(last|family)name$|^(surname|nachname|cognome|apellidos?|achternaam)$/, 'last'],
];

/** Between addresses in one cell, and what no one sees at their edges. */
const BETWEEN = /[\s;,|<>"'\u200B-\u200D\u2060\uFEFF]+/;
/** How Exchange lists addresses: `SMTP:` is the main one. */
const KIND = /^(smtp|x500|x400|sip|eum|spo|notes):/i;
const LONGEST_NAME = 200;

/** Reads users from a CSV file, or from pasted lines: by its heading, else addresses and names as they stand. */
export function parseUsers(text: string): ParsedUsers {
  const records = csvRecords(text);
  const [heading, ...rest] = records;
  if (!heading) return { lines: [], ignored: [] };
  if (heading.cells.some((cell) => cell.includes('@'))) return { lines: check(records, plainUserOf), ignored: [] };
  const columns: Columns = {};
  const ignored: string[] = [];
  heading.cells.forEach((cell, index) => {
    const name = foldText(cell).replaceAll(/[^a-z1-9]/g, '');
    const part = HEADINGS.find(([pattern]) => pattern.test(name))?.[1];
    if (part) columns[part] = [...(columns[part] ?? []), index];
    else if (name !== '') ignored.push(cell.trim().slice(0, 50));
  });
  if (!columns.address) {
    const problem = 'No column has the e-mail addresses. Name one of them “Email”.';
    return { lines: [{ line: heading.line, problem }], ignored };
  }
  return { lines: check(rest, (cells) => userOf(cells, columns)), ignored };
}

function check(records: readonly CsvRecord[], read: (cells: readonly string[]) => ParsedUser): UserLine[] {
  const seen = new Map<string, number>();
  const problemOf = ({ addresses }: ParsedUser, line: number): string | undefined => {
    if (addresses.length === 0) return 'The e-mail address is missing.';
    const wrong = addresses.find((address) => !isEmailAddress(address));
    if (wrong !== undefined) return `${wrong.slice(0, 100)} is not an e-mail address.`;
    for (const address of addresses) {
      const earlier = seen.get(address.toLowerCase());
      if (earlier !== undefined) return `${address} is already in row ${String(earlier)}.`;
    }
    for (const address of addresses) seen.set(address.toLowerCase(), line);
    return undefined;
  };
  return records.map(({ line, cells, isBroken }) => {
    if (isBroken) return { line, problem: 'A quotation mark is missing.' };
    const user = read(cells);
    const problem = problemOf(user, line);
    return problem === undefined ? { line, user } : { line, problem };
  });
}

function userOf(cells: readonly string[], columns: Columns): ParsedUser {
  const textIn = (part: Part) => (columns[part] ?? []).map((index) => nameIn(cells[index])).find((text) => text !== '');
  const parts = [textIn('first'), textIn('last')].filter((part) => part !== undefined);
  const name = textIn('name') ?? parts.join(' ');
  const addresses = (columns.address ?? []).flatMap((index) => addressesIn(cells[index] ?? ''));
  return withName(name, addresses);
}

/** Without a heading: what has an @ is an address, the first other cell a name. */
function plainUserOf(cells: readonly string[]): ParsedUser {
  const name = cells.find((cell) => !cell.includes('@') && cell.trim() !== '');
  return withName(nameIn(name), cells.filter((cell) => cell.includes('@')).flatMap(addressesIn));
}

function withName(name: string, addresses: readonly string[]): ParsedUser {
  const known = new Map(addresses.map((address) => [address.toLowerCase(), address]));
  return { ...(name && { name }), addresses: [...known.values()] };
}

const nameIn = (cell = ''): string => cell.slice(0, LONGEST_NAME).trim();

function addressesIn(cell: string): string[] {
  const parts = cell.split(BETWEEN).filter((part) => part !== '');
  const kinds = parts.map((part) => ({ kind: KIND.exec(part)?.[1] ?? '', part }));
  const mails = kinds.filter(({ kind }) => kind === '' || kind.toLowerCase() === 'smtp');
  const ofMain = mails.filter(({ kind }) => kind === 'SMTP');
  return [...new Set([...ofMain, ...mails])].map(({ part }) => part.replace(KIND, ''));
}
