import { isUnknownLogin } from '../../worker/lib/credential-request-facts.ts';
import { isEmailAddress } from '../../worker/lib/email-address.ts';
import { cellsOf, delimiterOf } from './csv.ts';

/** One mailbox as the API takes it. */
export type PastedMailbox = {
  sourceEmail: string;
  destinationEmail: string;
  sourceLogin?: string;
  sourcePassword?: string;
  destinationLogin?: string;
  destinationPassword?: string;
  /** To whom messages about the mailbox go, if not to its source address. */
  contactEmail?: string;
  contactName?: string;
};

/** One line that someone pasted, or what is wrong with it. */
export type PastedLine = { line: number } & ({ mailbox: PastedMailbox } | { problem: string });

/** Context of the text: for omitted destinations, and to find duplicates. */
export type PasteContext = {
  destinationDomain?: string | undefined;
  /** In small letters: addresses that the project has on either side. */
  takenSources?: ReadonlySet<string>;
  takenDestinations?: ReadonlySet<string>;
};

type Columns = Partial<Record<keyof PastedMailbox, number>>;

const PLAIN_DELIMITER = /[,;\t→]|->/;

/** Names of columns, in letters only; case, spaces and order do not matter. */
const HEADINGS: readonly (readonly [RegExp, keyof PastedMailbox])[] = [
  [/^source(email)?(address)?$/, 'sourceEmail'],
  [/^(destination|target)(email)?(address)?$/, 'destinationEmail'],
  [/^source(login|user)(name)?$/, 'sourceLogin'],
  [/^sourcepassword$/, 'sourcePassword'],
  [/^(destination|target)(login|user)(name)?$/, 'destinationLogin'],
  [/^(destination|target)password$/, 'destinationPassword'],
  [/^contact(email)?(address)?$/, 'contactEmail'],
  [/^contactname$/, 'contactName'],
];

/** The position of each column, from a heading; undefined if the lines have none. */
function columnsOf(cells: readonly string[]): Columns | undefined {
  const columns: Columns = {};
  for (const [index, cell] of cells.entries()) {
    const name = cell.toLowerCase().replace(/[^a-z]/g, '');
    const field = HEADINGS.find(([pattern]) => pattern.test(name))?.[1];
    if (field) columns[field] ??= index;
  }
  // Just the two addresses, in their order: lines that people typed, each parted in its own way.
  const isPlain = columns.sourceEmail === 0 && columns.destinationEmail === 1 && Object.keys(columns).length === 2;
  return columns.sourceEmail === undefined || isPlain ? undefined : columns;
}

/**
 * Reads pasted lines: `source, destination`, parted by comma, semicolon, tab or arrow; or a CSV file whose heading
 * names its columns, with logins and passwords too. Where the destination is left out and its domain is known, it is
 * the source's name at that domain.
 */
export function parseMailboxes(text: string, context: PasteContext = {}): PastedLine[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const heading = lines[0]?.includes('@') ? '' : (lines[0] ?? '');
  const delimiter = delimiterOf(heading);
  const columns = heading === '' ? undefined : columnsOf(cellsOf(heading, delimiter));
  const sources = new Set(context.takenSources);
  const destinations = new Set(context.takenDestinations);
  const seen = { sources: new Set<string>(), destinations: new Set<string>() };

  const check = (row: Partial<PastedMailbox>): { mailbox: PastedMailbox } | { problem: string } => {
    const { sourceEmail = '' } = row;
    if (!isEmailAddress(sourceEmail)) return { problem: `${sourceEmail || 'This'} is not an e-mail address.` };
    const { destinationDomain } = context;
    const destinationEmail =
      row.destinationEmail ?? (destinationDomain ? `${sourceEmail.split('@')[0]}@${destinationDomain}` : '');
    if (!destinationEmail) return { problem: 'The destination address is missing.' };
    if (!isEmailAddress(destinationEmail)) return { problem: `${destinationEmail} is not an e-mail address.` };
    if (isUnknownLogin(row.sourceLogin) && row.sourcePassword !== undefined)
      return { problem: `${sourceEmail} has a source password, but its source login is unknown.` };
    if (isUnknownLogin(row.destinationLogin) && row.destinationPassword !== undefined)
      return { problem: `${sourceEmail} has a destination password, but its destination login is unknown.` };
    if (row.contactEmail && !isEmailAddress(row.contactEmail))
      return { problem: `${row.contactEmail} is not an e-mail address.` };
    const [source, destination] = [sourceEmail.toLowerCase(), destinationEmail.toLowerCase()];
    if (sources.has(source)) return { problem: `${sourceEmail} is already in this project.` };
    if (destinations.has(destination)) return { problem: `${destinationEmail} is already in this project.` };
    if (seen.sources.has(source)) return { problem: `${sourceEmail} is in the list twice.` };
    if (seen.destinations.has(destination)) return { problem: `${destinationEmail} is in the list twice.` };
    seen.sources.add(source);
    seen.destinations.add(destination);
    return { mailbox: { ...row, sourceEmail, destinationEmail } };
  };

  return lines.flatMap((raw, index): PastedLine[] => {
    if (raw.trim() === '' || (index === 0 && heading !== '')) return [];
    return [{ line: index + 1, ...check(columns ? rowOf(cellsOf(raw, delimiter), columns) : plainRowOf(raw)) }];
  });
}

function rowOf(cells: readonly string[], columns: Columns): Partial<PastedMailbox> {
  const row: Partial<PastedMailbox> = {};
  for (const [field, index] of Object.entries(columns) as [keyof PastedMailbox, number][]) {
    const cell = cells[index];
    if (cell) row[field] = cell;
  }
  return row;
}

function plainRowOf(raw: string): Partial<PastedMailbox> {
  const [sourceEmail = '', destinationEmail] = raw
    .trim()
    .split(PLAIN_DELIMITER)
    .map((part) => part.trim().replace(/^"|"$/g, ''));
  return { sourceEmail, ...(destinationEmail && { destinationEmail }) };
}
