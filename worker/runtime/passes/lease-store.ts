import type { Lease } from '../../engine/pacing/schedule.ts';

/** The leases of one project, in the coordinator's own SQLite: they survive the process that granted them. */
export type LeaseStore = {
  list(): Lease[];
  get(runId: string): Lease | undefined;
  put(lease: Lease): void;
  remove(runId: string): void;
  /** A lease that has not begun yet. Its number is higher than those of all earlier leases of the project. */
  grant(run: { runId: string; mailboxId: string }, now: number): Lease;
  /** What was found out once, by its name. */
  fact(name: string): string | undefined;
  setFact(name: string, value: string): void;
  owner(): { workgroupId: string; projectId: string } | undefined;
  setOwner(workgroupId: string, projectId: string): void;
};

type Row = {
  run_id: string;
  mailbox_id: string;
  number: number;
  is_begun: number;
  sent_at: number;
  expires_at: number;
  stop_at: number | null;
};

export function createLeaseStore(sql: SqlStorage): LeaseStore {
  sql.exec(`CREATE TABLE IF NOT EXISTS leases (
    run_id TEXT PRIMARY KEY, mailbox_id TEXT NOT NULL, number INTEGER NOT NULL, is_begun INTEGER NOT NULL,
    sent_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, stop_at INTEGER)`);
  sql.exec(`CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)`);
  const fact = (name: string): string | undefined =>
    sql.exec<{ value: string }>(`SELECT value FROM facts WHERE name = ?`, name).toArray()[0]?.value;
  const setFact = (name: string, value: string): void =>
    void sql.exec(`INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)`, name, value);
  const put = ({ runId, mailboxId, number, isBegun, sentAt, expiresAt, stopAt }: Lease): void =>
    void sql.exec(
      `INSERT OR REPLACE INTO leases (run_id, mailbox_id, number, is_begun, sent_at, expires_at, stop_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      runId,
      mailboxId,
      number,
      Number(isBegun),
      sentAt,
      expiresAt,
      stopAt ?? null,
    );
  return {
    list: () => sql.exec<Row>(`SELECT * FROM leases`).toArray().map(leaseOf),
    get: (runId) => sql.exec<Row>(`SELECT * FROM leases WHERE run_id = ?`, runId).toArray().map(leaseOf)[0],
    put,
    remove: (runId) => void sql.exec(`DELETE FROM leases WHERE run_id = ?`, runId),
    grant: ({ runId, mailboxId }, now) => {
      const number = Number(fact('lease_number') ?? 0) + 1;
      setFact('lease_number', String(number));
      const lease = { runId, mailboxId, number, isBegun: false, sentAt: now, expiresAt: 0 };
      put(lease);
      return lease;
    },
    fact,
    setFact,
    owner: () => {
      const workgroupId = fact('workgroup_id');
      const projectId = fact('project_id');
      return workgroupId && projectId ? { workgroupId, projectId } : undefined;
    },
    setOwner: (workgroupId, projectId) => {
      setFact('workgroup_id', workgroupId);
      setFact('project_id', projectId);
    },
  };
}

function leaseOf(row: Row): Lease {
  return {
    runId: row.run_id,
    mailboxId: row.mailbox_id,
    number: row.number,
    isBegun: row.is_begun === 1,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    ...(row.stop_at !== null && { stopAt: row.stop_at }),
  };
}
