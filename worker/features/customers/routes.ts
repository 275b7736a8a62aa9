import { Hono } from 'hono';
import { CustomerChange, NewCustomer } from '../../lib/new-customer.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage } from '../kernel/page.ts';
import { validOptionalJson } from '../kernel/read-json.ts';
import { valid } from '../kernel/validate.ts';
import { changeCustomer, turnCustomer } from './change-customer.ts';
import { addCustomer } from './create-customer.ts';
import { removeCustomer } from './delete-customer.ts';
import { presentCustomer, presentCustomers } from './present-customer.ts';
import { requireCustomer } from './require-customer.ts';
import { ChangeHeaders, Customer, CustomerDeletion, CustomerPage, CustomerQuery } from './schema.ts';
import { listCustomers } from './store.ts';

const tag = 'Customers';
const NOT_FOUND = { 404: ['customer-not-found'] };

async function turn(c: AppContext, customerId: string, isArchived: boolean) {
  const { deps, principal } = c.var;
  const row = await turnCustomer(deps, principal, await requireCustomer(c, customerId), isArchived);
  return presentCustomer(deps, principal, row);
}

export const customerRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'customer.read', summary: 'List customers, latest first', answers: { 200: CustomerPage } }),
    valid('query', CustomerQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { limit, ...filter } = c.req.valid('query');
      const rows = await listCustomers(deps.db, principal.workgroupId, { ...filter, limit: limit + 1 });
      const page = cutPage(rows, limit);
      const items = await presentCustomers(deps, principal, page.rows);
      return c.json({ items, nextCursor: page.nextCursor });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'customer.create',
      summary: 'Add a customer',
      answers: { 201: Customer },
      events: ['customer.created'],
    }),
    valid('json', NewCustomer),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await addCustomer(deps, principal, c.req.valid('json'));
      return c.json(await presentCustomer(deps, principal, row), 201);
    },
  )
  .get(
    '/:id',
    describe({
      tag,
      action: 'customer.read',
      summary: 'Get a customer',
      answers: { 200: Customer },
      problems: NOT_FOUND,
    }),
    async (c) => {
      const row = await requireCustomer(c, c.req.param('id'));
      return c.json(await presentCustomer(c.var.deps, c.var.principal, row));
    },
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'customer.update',
      summary: 'Change a customer',
      answers: { 200: Customer },
      events: ['customer.updated'],
      problems: { ...NOT_FOUND, 412: ['customer-changed'] },
    }),
    valid('header', ChangeHeaders),
    valid('json', CustomerChange),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireCustomer(c, c.req.param('id'));
      const ifMatch = c.req.valid('header')['if-match'];
      const changed = await changeCustomer(deps, principal, row, c.req.valid('json'), ifMatch);
      return c.json(await presentCustomer(deps, principal, changed));
    },
  )
  .post(
    '/:id/archive',
    describe({
      tag,
      action: 'customer.archive',
      summary: 'Archive a customer',
      description:
        'It keeps its projects and users, but gets no new projects. Nothing happens if it is archived already.',
      answers: { 200: Customer },
      events: ['customer.archived'],
      problems: NOT_FOUND,
    }),
    async (c) => c.json(await turn(c, c.req.param('id'), true)),
  )
  .post(
    '/:id/restore',
    describe({
      tag,
      action: 'customer.archive',
      summary: 'Restore an archived customer',
      answers: { 200: Customer },
      events: ['customer.restored'],
      problems: NOT_FOUND,
    }),
    async (c) => c.json(await turn(c, c.req.param('id'), false)),
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'customer.delete',
      summary: 'Delete a customer that has no projects',
      description: 'Deletes its users too. Its events stay, with its name. Send its company name as a confirmation.',
      answers: { 204: 'The customer is deleted.' },
      events: ['customer.deleted'],
      problems: { ...NOT_FOUND, 409: ['customer-in-use'], 422: ['customer-name-wrong'] },
      requestBody: CustomerDeletion,
    }),
    validOptionalJson(CustomerDeletion),
    async (c) => {
      const row = await requireCustomer(c, c.req.param('id'));
      await removeCustomer(c.var.deps, c.var.principal, row, c.req.valid('json').companyName);
      return c.body(null, 204);
    },
  );
