import { Hono } from 'hono';
import { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { SideReport } from '../endpoints/report/present-report.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { requireServersOf } from './present-with-issues.ts';
import { listMailboxReports } from './report-store.ts';
import { requireMailbox } from './require-mailbox.ts';
import type { MailboxReportRow } from './table.ts';
import { testMailbox } from './test-mailbox.ts';

const MailboxTest = z
  .object({
    source: SideReport.nullable().describe('Null if this side was not tested yet.'),
    destination: SideReport.nullable(),
  })
  .meta({ ref: 'MailboxTest' });

const NOT_FOUND = { 404: ['mailbox-not-found'] };

function present(rows: readonly MailboxReportRow[]) {
  const of = (side: 'source' | 'destination') => {
    const row = rows.find((each) => each.side === side);
    return row ? { at: toIso(row.at), findings: row.findings, changes: row.changes } : null;
  };
  return { source: of('source'), destination: of('destination') };
}

/** Mounted at `/mailboxes`. */
export const mailboxTestRoutes = new Hono<AppEnv>()
  .get(
    '/:id/probe',
    describe({
      tag: 'Mailboxes',
      action: 'mailbox.read',
      summary: 'Get the latest test of a mailbox',
      answers: { 200: MailboxTest },
      problems: NOT_FOUND,
    }),
    async (c) => {
      const row = await requireMailbox(c, c.req.param('id'));
      return c.json(present(await listMailboxReports(c.var.deps.db, row)));
    },
  )
  .post(
    '/:id/probe',
    describe({
      tag: 'Mailboxes',
      action: 'endpoint.test',
      summary: 'Test a mailbox on both sides',
      description:
        'Opens it as a pass would, with one finding for each check. The reports are kept. Nothing is changed on the servers.',
      answers: { 200: MailboxTest },
      events: ['mailbox.tested'],
      problems: { ...NOT_FOUND, 429: ['too-many-attempts'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireMailbox(c, c.req.param('id'));
      const servers = await requireServersOf(deps, row);
      return c.json(present(await testMailbox(deps, principal, row, servers)));
    },
  );
