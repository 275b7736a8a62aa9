import { Hono } from 'hono';
import { CustomerUserChange, NewCustomerUser } from '../../lib/new-customer-user.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { addUser, changeUser } from './change-user.ts';
import { problem } from './errors.ts';
import { importUsers } from './import-users.ts';
import { presentUser, presentUsers } from './present-user.ts';
import { requireCustomer } from './require-customer.ts';
import { ChangeHeaders } from './schema.ts';
import type { CustomerUserRow } from './table.ts';
import { userEvent } from './user-events.ts';
import { CustomerUser, CustomerUserPage, ImportedUsers, UserImport, UserQuery } from './user-schema.ts';
import { deleteUser, getUser, listAddresses, listUsers } from './user-store.ts';

const tag = 'Customers';
const NOT_FOUND = { 404: ['customer-not-found'] };
const USER_NOT_FOUND = { 404: ['customer-user-not-found'] };
const REFUSED = { 422: ['customer-users-refused', 'validation-failed'] };

async function requireUser(c: AppContext, userId: string): Promise<CustomerUserRow> {
  const row = await getUser(c.var.deps.db, c.var.principal.workgroupId, userId);
  if (!row) throw problem('customer-user-not-found');
  return row;
}

/** Mounted at `/customers`. */
export const usersOfCustomerRoutes = new Hono<AppEnv>()
  .get(
    '/:id/users',
    describe({
      tag,
      action: 'customer.read',
      summary: 'List the users of a customer in the order they were added',
      answers: { 200: CustomerUserPage },
      problems: NOT_FOUND,
    }),
    valid('query', UserQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const customer = await requireCustomer(c, c.req.param('id'));
      const { limit, ...filter } = c.req.valid('query');
      const rows = await listUsers(deps.db, principal.workgroupId, customer.id, { ...filter, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: await presentUsers(deps, principal, page.rows), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/users',
    describe({
      tag,
      action: 'customer-user.create',
      summary: 'Add a user to a customer',
      description: 'Users of mailboxes are added automatically.',
      answers: { 201: CustomerUser },
      events: ['customer-user.added'],
      problems: { ...NOT_FOUND, ...REFUSED },
    }),
    valid('json', NewCustomerUser),
    async (c) => {
      const { deps, principal } = c.var;
      const customer = await requireCustomer(c, c.req.param('id'));
      const row = await addUser(deps, principal, customer, c.req.valid('json'));
      return c.json(await presentUser(deps, principal, row), 201);
    },
  )
  .post(
    '/:id/users/import',
    describe({
      tag,
      action: 'customer-user.create',
      summary: 'Import users',
      description:
        'Imports all of them or none. If none, `errors` names the rows to correct. Someone who is there already, by one of the addresses, gets the other addresses, and a name if they have none.',
      answers: { 200: ImportedUsers },
      events: ['customer-user.added', 'customer-user.updated'],
      problems: { ...NOT_FOUND, ...REFUSED },
    }),
    valid('json', UserImport),
    async (c) => {
      const { deps, principal } = c.var;
      const customer = await requireCustomer(c, c.req.param('id'));
      return c.json(await importUsers(deps, principal, customer, c.req.valid('json').users));
    },
  );

/** Mounted at `/customer-users`. */
export const customerUserRoutes = new Hono<AppEnv>()
  .get(
    '/:id',
    describe({
      tag,
      action: 'customer.read',
      summary: 'Get a customer user',
      answers: { 200: CustomerUser },
      problems: USER_NOT_FOUND,
    }),
    async (c) => c.json(await presentUser(c.var.deps, c.var.principal, await requireUser(c, c.req.param('id')))),
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'customer-user.update',
      summary: 'Change a customer user',
      answers: { 200: CustomerUser },
      events: ['customer-user.updated'],
      problems: { ...USER_NOT_FOUND, 412: ['customer-user-changed'], ...REFUSED },
    }),
    valid('header', ChangeHeaders),
    valid('json', CustomerUserChange),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireUser(c, c.req.param('id'));
      const changed = await changeUser(deps, principal, row, c.req.valid('json'), c.req.valid('header')['if-match']);
      return c.json(await presentUser(deps, principal, changed));
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'customer-user.delete',
      summary: 'Delete a customer user who has no mailbox and no licence',
      answers: { 204: 'The user is deleted.' },
      events: ['customer-user.deleted'],
      problems: { ...USER_NOT_FOUND, 409: ['customer-user-in-use'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireUser(c, c.req.param('id'));
      const addresses = (await listAddresses(deps.db, row.workgroupId, [row.id])).get(row.id) ?? [];
      const event = userEvent(deps, principal, 'customer-user.deleted', row, addresses);
      const outcome = await deleteUser(deps.db, row, event);
      if (outcome === 'not-found') throw problem('customer-user-not-found');
      if (outcome === 'in-use') throw problem('customer-user-in-use');
      return c.body(null, 204);
    },
  );
