import { z } from 'zod';
import { MAILBOX_STATES } from '../../lib/mailbox-statuses.ts';
import { MAX_USERS_PER_IMPORT, NewCustomerUser } from '../../lib/new-customer-user.ts';
import { pageOf, PageQuery } from '../kernel/page.ts';
import { USER_SOURCES } from './table.ts';

export const UserQuery = PageQuery.extend({
  query: z.string().trim().max(254).optional().describe('Part of a name or an address. Case and accents are ignored.'),
});

export const CustomerUser = z
  .object({
    id: z.string(),
    customerId: z.string(),
    name: z.string().nullable(),
    addresses: z.array(z.string()).describe('The first is the main one.'),
    source: z.enum(USER_SOURCES).describe('`mailbox`: added automatically, with a mailbox of a project.'),
    mailboxes: z
      .array(
        z.object({
          id: z.string(),
          projectId: z.string(),
          projectName: z.string(),
          sourceEmail: z.string(),
          destinationEmail: z.string(),
          status: z.string().describe('In words, such as `Completed with 3 errors`.'),
          state: z.enum(MAILBOX_STATES),
        }),
      )
      .describe('Of projects of the customer.'),
    createdAt: z.string(),
    updatedAt: z.string().describe('When it last changed. Use it in `If-Match`.'),
  })
  .meta({ ref: 'CustomerUser' });

export const CustomerUserPage = pageOf('CustomerUser', CustomerUser);

export const UserImport = z
  .strictObject({
    users: z
      .array(NewCustomerUser)
      .min(1, 'There is no user in the request.')
      .max(MAX_USERS_PER_IMPORT, `At most ${String(MAX_USERS_PER_IMPORT)} users can be imported at once.`),
  })
  .meta({ ref: 'CustomerUserImport' });

const Count = z.int().min(0);

export const ImportedUsers = z
  .object({
    added: Count.describe('New users.'),
    completed: Count.describe('Users who were there already and got further addresses or a name.'),
    unchanged: Count.describe('Users who were there already with all of it.'),
  })
  .meta({ ref: 'ImportedCustomerUsers' });
