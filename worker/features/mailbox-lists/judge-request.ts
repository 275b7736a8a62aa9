import type { z } from 'zod';
import { MAX_LIST_ROWS } from '../../lib/mailbox-list/fields.ts';
import type { JudgedRow, ListFacts } from '../../lib/mailbox-list/judge-list.ts';
import { judgeList, newWavesIn } from '../../lib/mailbox-list/judge-list.ts';
import type { ReadList } from '../../lib/mailbox-list/read-list.ts';
import { readList } from '../../lib/mailbox-list/read-list.ts';
import { isOutsideDomains } from '../../lib/own-domains.ts';
import { waveKey } from '../../lib/wave-key.ts';
import { hasAdministrator } from '../credentials/plan-sign-ins.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Servers } from '../mailboxes/present-with-issues.ts';
import { listAddressKeys } from '../mailboxes/store.ts';
import type { ProjectRow } from '../projects/table.ts';
import { getWaveNames } from '../waves/store.ts';
import { problem } from './errors.ts';
import type { MailboxListRequest } from './schema.ts';

type Request = z.output<typeof MailboxListRequest>;
type JudgedList = Omit<ReadList, 'rows' | 'delimiter'> & {
  delimiter: string | null;
  rows: JudgedRow[];
  /** Waves that adding the list creates. */
  newWaves: string[];
};

/** Reads and judges the list of a request as it is now in the project. Throws `mailbox-list-too-long`. */
export async function judgeRequest(
  { db }: Pick<Deps, 'db'>,
  project: ProjectRow,
  servers: Servers,
  request: Request,
): Promise<JudgedList> {
  const list = listOf(request);
  if (list.rows.length > MAX_LIST_ROWS)
    throw problem('mailbox-list-too-long', `The list has ${list.rows.length.toLocaleString('en')} rows.`);
  const { pattern = defaultPattern(servers.destination), patternFor, search, replace, loginUnknown } = request;
  const rules = { pattern, patternFor, search, replace, loginUnknown };
  const facts: ListFacts = {
    taken: await listAddressKeys(db, project.workgroupId, project.id),
    isSameServer: servers.source.url === servers.destination.url,
    waves: new Set([...(await getWaveNames(db, project.workgroupId, project.id)).values()].map(waveKey)),
    source: sideFacts(servers.source),
    destination: sideFacts(servers.destination),
  };
  const judged = judgeList(list.rows, facts, rules);
  return { ...list, rows: judged, newWaves: newWavesIn(judged, facts.waves) };
}

function listOf({ text, rows, mapping, hasHeading, delimiter }: Request) {
  if (rows === undefined) return readList(text ?? '', { mapping, hasHeading, delimiter });
  return {
    columns: [],
    hasHeading: false,
    delimiter: null,
    rows: rows.map((row, index) => ({ ...withoutEmpty(row), line: row.line ?? index + 1 })),
  };
}

/** An empty text counts as none, as an empty cell does. */
function withoutEmpty<Row extends object>(row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '' && value !== undefined)) as Row;
}

function defaultPattern({ domains }: EndpointRow): string | undefined {
  return domains[0] === undefined ? undefined : `{local}@${domains[0]}`;
}

function sideFacts(endpoint: EndpointRow) {
  return {
    hasAdministrator: hasAdministrator(endpoint),
    isOutside: (address: string) => isOutsideDomains(endpoint.domains, address),
  };
}
