import { Hono } from 'hono';
import { requireCustomer } from '../customers/require-customer.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { requireProject } from '../projects/require-project.ts';
import { applyLicences, revokeLicences } from './apply.ts';
import { listAssignmentsOf } from './assignment-store.ts';
import { requireUsersOf } from './mailbox-users.ts';
import { presentAssignment } from './present-assignment.ts';
import { AppliedLicences, MailboxLicenceApplication, MailboxLicenceReturn, RevokedLicences } from './schema.ts';

const tag = 'Licences';

/** Mounted at `/projects`. */
export const projectLicenceRoutes = new Hono<AppEnv>()
  .post(
    '/:id/licences/apply',
    describe({
      tag,
      action: 'licence.apply',
      summary: 'Apply licences to the owners of mailboxes',
      description:
        'To the customer users of all these mailboxes or to none. Users who have a licence of the kind keep it and take no other. Mailboxes that wait for a licence continue.',
      answers: { 200: AppliedLicences },
      events: ['licence.applied'],
      problems: { 404: ['project-not-found', 'mailbox-not-found'], 409: ['too-few-licences'] },
    }),
    valid('json', MailboxLicenceApplication),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const { kind, mailboxIds } = c.req.valid('json');
      const userIds = await requireUsersOf(deps.db, project, mailboxIds);
      const customer = await requireCustomer(c, project.customerId);
      const ids = await applyLicences(deps, principal, customer, { userIds, kind });
      const rows = await listAssignmentsOf(deps.db, project.workgroupId, project.customerId, { ids });
      return c.json({ items: rows.map(presentAssignment) });
    },
  )
  .post(
    '/:id/licences/revoke',
    describe({
      tag,
      action: 'licence.apply',
      summary: 'Revoke the unused licences of the owners of mailboxes',
      description:
        'Those that no pass has used are available again; all others stay with their users. Name mailboxes, or the licences themselves.',
      answers: { 200: RevokedLicences },
      events: ['licence.revoked'],
      problems: { 404: ['project-not-found', 'mailbox-not-found'] },
    }),
    valid('json', MailboxLicenceReturn),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const { mailboxIds, assignmentIds } = c.req.valid('json');
      const which =
        assignmentIds === undefined
          ? { userIds: await requireUsersOf(deps.db, project, mailboxIds ?? []) }
          : { ids: assignmentIds };
      const customer = await requireCustomer(c, project.customerId);
      const revoked = await revokeLicences(deps, principal, customer, which);
      return c.json({ items: revoked.map(({ customerUserId, kind }) => ({ userId: customerUserId, kind })) });
    },
  );
