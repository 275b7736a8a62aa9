import { sql } from 'drizzle-orm';
import { SIDES, type MailboxSide } from '../../lib/credential-request-facts.ts';
import { endpointPasswordBinding, mailboxPasswordBinding } from '../credentials/open-credentials.ts';
import { SealError } from '../credentials/seal-error.ts';
import { limitedLook } from '../endpoints/limited-look.ts';
import { meansOf } from '../endpoints/probe-endpoint.ts';
import { problemOfProbe } from '../endpoints/probe-problems.ts';
import { changesSince } from '../endpoints/report/changes-since.ts';
import { findingsOf } from '../endpoints/report/findings-of.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { eventStatement } from '../events/event-statement.ts';
import { mailboxTested } from './mailbox-events.ts';
import type { Servers } from './present-with-issues.ts';
import { serverOf } from './server-of.ts';
import { listMailboxReports } from './report-store.ts';
import { mailboxReports, type MailboxReportRow, type MailboxRow } from './table.ts';

type Login = { username: string; password: string; isOwner: boolean };

/**
 * Tests both sides of a mailbox at the same time, each as a pass would open it, and keeps the reports. Changes nothing on
 * the servers. Throws `too-many-attempts`.
 */
export async function testMailbox(
  deps: Deps,
  principal: Principal,
  row: MailboxRow,
  servers: Servers,
): Promise<MailboxReportRow[]> {
  const before = await listMailboxReports(deps.db, row);
  const beforeOf = (side: MailboxSide) => before.find((each) => each.side === side);
  const reports = await Promise.all(SIDES.map((side) => testSide(deps, principal, row, servers, side, beforeOf(side))));
  const [first, ...others] = [
    ...reports.map((report) =>
      deps.db
        .insert(mailboxReports)
        .values(report)
        .onConflictDoUpdate({
          target: [mailboxReports.mailboxId, mailboxReports.side],
          set: { findings: sql`excluded.findings`, changes: sql`excluded.changes`, at: sql`excluded.at` },
        }),
    ),
    eventStatement(deps.db, row.workgroupId, mailboxTested(deps, principal, row, reports)),
  ];
  if (first) await deps.db.batch([first, ...others]);
  return reports;
}

async function testSide(
  deps: Deps,
  principal: Principal,
  row: MailboxRow,
  servers: Servers,
  side: MailboxSide,
  before: MailboxReportRow | undefined,
): Promise<MailboxReportRow> {
  const endpoint = servers[side];
  const { source: sourceEndpoint, destination: destinationEndpoint } = servers;
  const { url, named } = serverOf({ mailbox: row, sourceEndpoint, destinationEndpoint }, side);
  const mailbox = row[`${side}Email`];
  const login = await loginOf(deps, row, endpoint, side, named);
  const useImpersonation = login?.isOwner !== true && endpoint.useImpersonation;
  const { username, password } = login ?? {};
  const look = () =>
    deps.probe({
      url,
      useImpersonation,
      isWhole: true,
      mailbox,
      ...meansOf(endpoint),
      ...(username !== undefined && password !== undefined && { credentials: { username, password } }),
    });
  const tried = username === undefined ? undefined : { account: { place: url, username }, ledTo: [] };
  const host = new URL(url).hostname;
  const codeOf = (result: Awaited<ReturnType<typeof look>>) =>
    result.ok ? undefined : problemOfProbe(result, host).problem.code;
  const result = await limitedLook(deps, principal, { tried, provesPassword: true, codeOf }, look);
  const findings = findingsOf(
    endpoint,
    { url, account: username, mailbox, useImpersonation, side },
    result,
    deps.now(),
  );
  const changes = before ? changesSince(before.findings, findings) : [];
  return { workgroupId: row.workgroupId, mailboxId: row.id, side, findings, changes, at: deps.now() };
}

/** As a pass signs in; undefined where there is no password, or none for this server. */
async function loginOf(
  { vault }: Pick<Deps, 'vault'>,
  row: MailboxRow,
  endpoint: EndpointRow,
  side: MailboxSide,
  named: string,
): Promise<Login | undefined> {
  const own = row[`${side}PasswordSealed`];
  try {
    if (own !== null) {
      const password = await vault.open(mailboxPasswordBinding(row.id, `${side}_password`), own, named);
      return { username: row[`${side}Login`] ?? row[`${side}Email`], password, isOwner: true };
    }
    const { id, username, passwordSealed } = endpoint;
    if (username === null || passwordSealed === null) return undefined;
    return { username, password: await vault.open(endpointPasswordBinding(id), passwordSealed, named), isOwner: false };
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
