import type { Db } from '../kernel/db.ts';
import type { LicenceSettings, RunLicences } from '../kernel/deps.ts';
import { admitRun, coverNewRuns, coverWaitingRuns } from './cover-runs.ts';
import { settleRuns } from './end-runs.ts';
import { forecastLicences } from './forecast.ts';
import { isOn } from './switch-store.ts';
import { listAdmitted } from './wake-admitted.ts';

/** What passes ask of licences. */
export function createRunLicences(db: Db, rules: Pick<LicenceSettings, 'mailboxLimitBytes'>): RunLicences {
  return {
    isOn: (workgroupId) => isOn(db, workgroupId),
    forecast: (workgroupId, mailboxIds) => forecastLicences(db, workgroupId, mailboxIds),
    startStatements: (workgroupId, passId, now) => [
      ...coverNewRuns(db, workgroupId, passId, rules, now),
      ...coverWaitingRuns(db, workgroupId, rules, now),
    ],
    admitStatements: (workgroupId, mailboxId, now) => admitRun(db, workgroupId, mailboxId, rules, now),
    listAdmitted: (workgroupId, at) => listAdmitted(db, workgroupId, at),
    endStatements: (workgroupId, ends, now) => settleRuns(db, workgroupId, ends, rules, now),
  };
}
