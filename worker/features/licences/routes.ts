import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { countReserved, countWaiting, listEntries, listSums } from './balance.ts';
import { presentEntry, presentLicences } from './present.ts';
import { LicenceEntryPage, Licences, LicenceSwitch } from './schema.ts';
import { isOn } from './switch-store.ts';
import { turnLicences } from './turn.ts';

const tag = 'Licences';

async function describeLicences(c: AppContext) {
  const { deps, principal } = c.var;
  const { db } = deps;
  const { workgroupId } = principal;
  const [on, sums, reserved, waitingMailboxes] = await Promise.all([
    isOn(db, workgroupId),
    listSums(db, workgroupId),
    countReserved(db, workgroupId),
    countWaiting(db, workgroupId),
  ]);
  const takesCards = deps.payments !== undefined;
  return presentLicences({ isOn: on, sums, reserved, waitingMailboxes, takesCards }, deps.settings.licences);
}

/** Mounted at `/licences`. */
export const licenceRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'licence.read', summary: 'Get balances and prices', answers: { 200: Licences } }),
    async (c) => c.json(await describeLicences(c)),
  )
  .patch(
    '/',
    describe({
      tag,
      action: 'licence.configure',
      summary: 'Turn licences on or off',
      description:
        'On: each mailbox needs a licence for its pre-stage and full passes. Passes that run already are not affected. Off: reserved licences are returned, and waiting mailboxes continue.',
      answers: { 200: Licences },
      events: ['licence.turned-on', 'licence.turned-off'],
    }),
    valid('json', LicenceSwitch),
    async (c) => {
      await turnLicences(c.var.deps, c.var.principal, c.req.valid('json').isOn);
      return c.json(await describeLicences(c));
    },
  );

/** Mounted at `/licence-ledger`. */
export const licenceLedgerRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    tag,
    action: 'licence.audit',
    summary: 'List the entries of the licence ledger, latest first',
    description: 'Entries are only added. The balance of a kind is the sum of their amounts.',
    answers: { 200: LicenceEntryPage },
  }),
  valid('query', PageQuery),
  async (c) => {
    const { deps, principal } = c.var;
    const { cursor, limit } = c.req.valid('query');
    const rows = await listEntries(deps.db, principal.workgroupId, { cursor, limit: limit + 1 });
    const page = cutPage(rows, limit);
    return c.json({ items: page.rows.map(presentEntry), nextCursor: page.nextCursor });
  },
);
