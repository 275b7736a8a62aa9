import { Hono } from 'hono';
import { requireCustomer } from '../customers/require-customer.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { applyLicences, revokeLicence } from './apply.ts';
import { getAssignment, listAssignments } from './assignment-store.ts';
import { problem } from './errors.ts';
import { presentAssignment } from './present-assignment.ts';
import { LicenceApplication, LicenceAssignmentPage } from './schema.ts';

const tag = 'Licences';

async function pageOfCustomer(c: AppContext, customerId: string, page: { cursor?: string | undefined; limit: number }) {
  const { deps, principal } = c.var;
  const { limit, cursor } = page;
  const rows = await listAssignments(deps.db, principal.workgroupId, customerId, { cursor, limit: limit + 1 });
  const { rows: shown, nextCursor } = cutPage(rows, limit);
  return { items: shown.map(presentAssignment), nextCursor };
}

/** Mounted at `/customers`. */
export const customerLicenceRoutes = new Hono<AppEnv>()
  .get(
    '/:id/licences',
    describe({
      tag,
      action: 'licence.read',
      summary: 'List the licences of a customer’s users',
      answers: { 200: LicenceAssignmentPage },
      problems: { 404: ['customer-not-found'] },
    }),
    valid('query', PageQuery),
    async (c) => {
      const customer = await requireCustomer(c, c.req.param('id'));
      return c.json(await pageOfCustomer(c, customer.id, c.req.valid('query')));
    },
  )
  .post(
    '/:id/licences/apply',
    describe({
      tag,
      action: 'licence.apply',
      summary: 'Apply licences to users of a customer',
      description:
        'To all of these users or to none. Users who have a licence of the kind keep it and take no other. Mailboxes that wait for it continue.',
      answers: { 200: LicenceAssignmentPage },
      events: ['licence.applied'],
      problems: { 404: ['customer-not-found', 'customer-user-not-found'], 409: ['too-few-licences'] },
    }),
    valid('json', LicenceApplication),
    async (c) => {
      const customer = await requireCustomer(c, c.req.param('id'));
      await applyLicences(c.var.deps, c.var.principal, customer, c.req.valid('json'));
      return c.json(await pageOfCustomer(c, customer.id, { limit: 1000 }));
    },
  );

/** Mounted at `/licence-assignments`. */
export const licenceAssignmentRoutes = new Hono<AppEnv>().post(
  '/:id/revoke',
  describe({
    tag,
    action: 'licence.apply',
    summary: 'Revoke the licence of a customer user',
    description: 'As long as no pass has used it. It is then available again.',
    answers: { 204: 'The licence is revoked.' },
    events: ['licence.revoked'],
    problems: { 404: ['licence-assignment-not-found'], 409: ['licence-in-use'] },
  }),
  async (c) => {
    const { deps, principal } = c.var;
    const row = await getAssignment(deps.db, principal.workgroupId, c.req.param('id'));
    if (!row) throw problem('licence-assignment-not-found');
    await revokeLicence(deps, principal, row);
    return c.body(null, 204);
  },
);
