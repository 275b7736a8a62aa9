import type { MailboxSide } from '../../../../worker/lib/credential-request-facts.ts';
import type { Encoding } from '../../../../worker/lib/csv/decode.ts';
import { binaryKindOf, decodeText } from '../../../../worker/lib/csv/decode.ts';
import type { ListField, ListRow } from '../../../../worker/lib/mailbox-list/fields.ts';
import { MAX_LIST_ROWS } from '../../../../worker/lib/mailbox-list/fields.ts';
import type { JudgedRow, ListRules } from '../../../../worker/lib/mailbox-list/judge-list.ts';
import { countVerdicts, judgeList, newWavesIn } from '../../../../worker/lib/mailbox-list/judge-list.ts';
import { mailboxOf } from '../../../../worker/lib/mailbox-list/listed-mailbox.ts';
import type { ListedMailbox } from '../../../../worker/lib/mailbox-list/listed-mailbox.ts';
import type { ListColumn, ReadChoices } from '../../../../worker/lib/mailbox-list/read-list.ts';
import { readList } from '../../../../worker/lib/mailbox-list/read-list.ts';
import type { RowProblem, Verdict } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import { isRefused } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import { isOutsideDomains } from '../../../../worker/lib/own-domains.ts';
import type { ListRefusal } from './list-refusals.ts';
import { REFUSALS, refusalOfSize } from './list-refusals.ts';

/** What the page knows of the project. Addresses in lower case. */
export type SessionFacts = {
  taken: Record<MailboxSide, string[]>;
  isSameServer: boolean;
  /** Keys of its waves. */
  waves: string[];
} & Record<MailboxSide, { hasAdministrator: boolean; domains: string[] }>;

export type Choices = ReadChoices & { encoding?: Encoding | undefined };

/** A row as the page shows it. Its passwords stay where the list is. */
export type ShownRow = {
  id: string;
  line: number;
  verdict: Verdict;
  problems: RowProblem[];
  hasSourcePassword: boolean;
  hasDestinationPassword: boolean;
} & Partial<Record<Exclude<ListField, 'sourcePassword' | 'destinationPassword'>, string>>;

export type ListView = {
  encoding: Encoding | null;
  isDamaged: boolean;
  delimiter: string;
  hasHeading: boolean;
  columns: ListColumn[];
  rows: ShownRow[];
  counts: Record<Verdict, number>;
  /** Waves that adding the list creates. */
  newWaves: string[];
};

export type ListCommand =
  | { type: 'open'; source: ArrayBuffer | string; facts: SessionFacts; rules: ListRules }
  | { type: 'facts'; facts: SessionFacts }
  | { type: 'choose'; choices: Choices }
  | { type: 'rules'; rules: ListRules }
  | { type: 'edit'; line: number; values: Partial<Record<ListField, string>> }
  | { type: 'remove'; lines: number[] }
  | { type: 'restore'; lines: number[] }
  | { type: 'take' };

export type ListAnswer =
  | { view: ListView }
  | { refusal: ListRefusal }
  | { mailboxes: (ListedMailbox & { line: number })[] };

/**
 * One list from opening to saving: it keeps the list with its passwords, and answers each command with what to show. It runs
 * in a web worker, so that no list keeps the page from answering.
 */
export function createListSession(): (command: ListCommand) => ListAnswer {
  let source: ArrayBuffer | string = '';
  let facts!: SessionFacts;
  let rules: ListRules = {};
  let choices: Choices = {};
  const edits = new Map<number, Partial<ListRow>>();
  const removed = new Set<number>();
  let read: (Omit<ListView, 'rows' | 'counts' | 'newWaves'> & { rows: ListRow[] }) | ListRefusal = REFUSALS.binary;
  let judged: JudgedRow[] = [];

  const readAgain = () => (read = readSource(source, choices));
  const judgeAgain = (): ListAnswer => {
    if ('title' in read) return { refusal: read };
    const rows = read.rows.flatMap((row) => (removed.has(row.line) ? [] : [{ ...row, ...edits.get(row.line) }]));
    const known = factsOf(facts);
    judged = judgeList(rows.map(withoutEmpty), known, rules);
    const newWaves = newWavesIn(judged, known.waves);
    return { view: { ...read, rows: judged.map(shownRow), counts: countVerdicts(judged), newWaves } };
  };

  return (command) => {
    if (command.type === 'take') {
      const good = judged.filter(({ verdict }) => !isRefused(verdict));
      return { mailboxes: good.map(({ line, row }) => ({ line, ...mailboxOf(row) })) };
    }
    if (command.type === 'open') {
      ({ source, facts, rules } = command);
      choices = {};
      edits.clear();
      removed.clear();
      readAgain();
    } else if (command.type === 'choose') {
      choices = { ...choices, ...command.choices };
      readAgain();
    } else if (command.type === 'facts') facts = command.facts;
    else if (command.type === 'rules') rules = command.rules;
    else if (command.type === 'edit') {
      const { line, values } = command;
      const isFinal = values.destinationEmail !== undefined && values.destinationEmail !== '';
      edits.set(line, {
        ...edits.get(line),
        ...values,
        isBroken: false,
        ...(isFinal && { hasFinalDestination: true }),
      });
    } else
      for (const line of command.lines)
        if (command.type === 'remove') removed.add(line);
        else removed.delete(line);
    return judgeAgain();
  };
}

function readSource(source: ArrayBuffer | string, choices: Choices) {
  const { encoding, ...others } = choices;
  const bytes = typeof source === 'string' ? undefined : new Uint8Array(source);
  const tooLarge = refusalOfSize(bytes?.byteLength ?? (source as string).length);
  if (tooLarge) return tooLarge;
  const kind = bytes && binaryKindOf(bytes);
  if (kind) return REFUSALS[kind];
  const decoded = bytes ? decodeText(bytes, encoding) : { text: source as string, encoding: null, isDamaged: false };
  if (decoded.text.includes('\0')) return REFUSALS.binary;
  const list = readList(decoded.text, others);
  if (list.rows.length > MAX_LIST_ROWS) return REFUSALS.long;
  return { ...list, encoding: decoded.encoding, isDamaged: decoded.isDamaged };
}

/** An empty text counts as none, as an empty cell does. */
function withoutEmpty(row: ListRow): ListRow {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '')) as ListRow;
}

function factsOf({ taken, isSameServer, waves, source, destination }: SessionFacts) {
  const sideOf = ({ hasAdministrator, domains }: SessionFacts['source']) => ({
    hasAdministrator,
    isOutside: (address: string) => isOutsideDomains(domains, address),
  });
  return {
    taken: { source: new Set(taken.source), destination: new Set(taken.destination) },
    isSameServer,
    waves: new Set(waves),
    source: sideOf(source),
    destination: sideOf(destination),
  };
}

function shownRow({ line, verdict, problems, row }: JudgedRow): ShownRow {
  const { sourcePassword, destinationPassword, isBroken: _, hasFinalDestination: __, ...values } = row;
  return {
    ...values,
    id: `row-${String(line)}`,
    line,
    verdict,
    problems,
    hasSourcePassword: sourcePassword !== undefined,
    hasDestinationPassword: destinationPassword !== undefined,
  };
}
