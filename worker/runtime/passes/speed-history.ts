import type { Rates } from '../../lib/units.ts';
import type { SpeedSample } from '../../lib/speed-sample.ts';

const SAMPLE_EVERY_MS = 5_000;
/** As far as a chart of speed over time goes back. */
const KEPT_MS = 30 * 60_000;

/** The speed of a project over the last half hour, in the coordinator's own SQLite: a screen that opens later shows it. */
export type SpeedHistory = {
  /** The speed now. Kept when the last one is five seconds old, or when everything has come to rest. */
  note(at: number, rates: Rates): void;
  /** Oldest first. */
  list(now: number): SpeedSample[];
};

type Row = { at: number; bytes_per_second: number };

export function createSpeedHistory(sql: SqlStorage): SpeedHistory {
  sql.exec(`CREATE TABLE IF NOT EXISTS speeds (at INTEGER PRIMARY KEY, bytes_per_second REAL NOT NULL)`);
  const newest = sql.exec<Row>(`SELECT * FROM speeds ORDER BY at DESC LIMIT 1`).toArray()[0];
  let last = newest && { at: newest.at, bytesPerSecond: newest.bytes_per_second };
  return {
    note(at, { bytesPerSecond }) {
      const hasStopped = bytesPerSecond === 0 && last !== undefined && last.bytesPerSecond > 0;
      if (last && at - last.at < SAMPLE_EVERY_MS && !hasStopped) return;
      // Two within a millisecond are two.
      last = { at: Math.max(at, (last?.at ?? 0) + 1), bytesPerSecond };
      sql.exec(`INSERT INTO speeds (at, bytes_per_second) VALUES (?, ?)`, last.at, bytesPerSecond);
      sql.exec(`DELETE FROM speeds WHERE at < ?`, at - KEPT_MS);
    },
    list: (now) =>
      sql
        .exec<Row>(`SELECT * FROM speeds WHERE at >= ? ORDER BY at`, now - KEPT_MS)
        .toArray()
        .map((row) => ({ at: row.at, bytesPerSecond: row.bytes_per_second })),
  };
}
