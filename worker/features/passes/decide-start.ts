import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import type { LicenceForecast } from '../kernel/deps.ts';

/** What a start would do with a mailbox. */
export type StartVerdict =
  | 'starts'
  | 'waits-for-owner'
  | 'waits-for-licence'
  | 'in-pass'
  | 'credentials-missing'
  | 'nothing-failed';

type Startable = { id: string; errorCount: number };

export type StartFacts<Row extends Startable> = {
  type: string;
  rows: readonly Row[];
  /** Mailboxes that are in a pass. */
  busy: { has: (mailboxId: string) => boolean };
  /** Mailboxes for which agents have to enter credentials again. */
  unusable: { has: (mailboxId: string) => boolean };
  /** Mailboxes whose owner is asked, with the sides. */
  asked: ReadonlyMap<string, readonly MailboxSide[]>;
  /** Of a pass that retries some errors only: mailboxes that have one of these. */
  withErrors?: { has: (mailboxId: string) => boolean };
  /** Null: the pass needs no licences. */
  licences: LicenceForecast | null;
};

/**
 * What a pass would do with each of these mailboxes: the one decision that both the preview and the start follow. Licences
 * go to those that start at once, in the order of the rows, as far as they go; the database gives them out by the same
 * order when the pass is written.
 */
export function decideStart<Row extends Startable>(facts: StartFacts<Row>): Map<StartVerdict, Row[]> {
  const verdicts = new Map<StartVerdict, Row[]>();
  const licence = licencesOf(facts.licences);
  for (const row of facts.rows) {
    const verdict = verdictOn(facts, row, licence);
    const others = verdicts.get(verdict);
    if (others) others.push(row);
    else verdicts.set(verdict, [row]);
  }
  return verdicts;
}

function verdictOn<Row extends Startable>(
  { type, busy, unusable, asked, withErrors }: StartFacts<Row>,
  row: Row,
  takeLicence: (mailboxId: string) => boolean,
): StartVerdict {
  if (busy.has(row.id)) return 'in-pass';
  if (unusable.has(row.id)) return 'credentials-missing';
  const hasFailed = withErrors ? withErrors.has(row.id) : row.errorCount > 0;
  if (type === 'retry-errors' && !hasFailed) return 'nothing-failed';
  if (asked.has(row.id)) return 'waits-for-owner';
  return takeLicence(row.id) ? 'starts' : 'waits-for-licence';
}

/** Takes a licence for a mailbox; false where none is left for it. */
function licencesOf(forecast: LicenceForecast | null): (mailboxId: string) => boolean {
  if (!forecast) return () => true;
  const { covered, usedUp, assigned } = forecast;
  let { free } = forecast;
  const taken = new Set<string>();
  return (mailboxId) => {
    if (covered.has(mailboxId)) return true;
    if (usedUp.has(mailboxId)) return false;
    const own = assigned.get(mailboxId);
    if (own !== undefined && !taken.has(own)) {
      taken.add(own);
      return true;
    }
    if (free <= 0) return false;
    free -= 1;
    return true;
  };
}
