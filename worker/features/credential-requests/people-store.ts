import { and, eq } from 'drizzle-orm';
import type { CustomerRow } from '../customers/table.ts';
import { customers, customerUsers } from '../customers/table.ts';
import type { Db } from '../kernel/db.ts';
import { isAnyOf } from '../kernel/db.ts';
import { isOfWorkgroup } from '../kernel/group-patches.ts';
import type { Recipient } from '../mailboxes/recipient.ts';
import { recipientOf } from '../mailboxes/recipient.ts';
import { mailboxes } from '../mailboxes/table.ts';
import { projects } from '../projects/table.ts';
import { organization, workgroupSettings } from '../workgroups/table.ts';

/** Whom a mailbox belongs to, as a message to them needs it. */
export type Person = {
  mailboxId: string;
  projectId: string;
  sourceEmail: string;
  recipient: Recipient;
  customerId: string;
  /** The company of the recipient, and the one that moves the mailbox. */
  customer: string;
  company: string;
  /** Of the customer, for the recipient’s questions. */
  contact: Pick<CustomerRow, 'contactName' | 'phone' | 'email'>;
};

/** The owners of these mailboxes, by the id of the mailbox. */
export async function listPeople(
  db: Db,
  workgroupId: string,
  mailboxIds: readonly string[],
): Promise<Map<string, Person>> {
  const rows = await db
    .select({
      mailbox: {
        id: mailboxes.id,
        projectId: mailboxes.projectId,
        sourceEmail: mailboxes.sourceEmail,
        destinationEmail: mailboxes.destinationEmail,
        contactEmail: mailboxes.contactEmail,
        contactName: mailboxes.contactName,
        contactLanguage: mailboxes.contactLanguage,
      },
      userName: customerUsers.name,
      customer: {
        id: customers.id,
        companyName: customers.companyName,
        contactName: customers.contactName,
        phone: customers.phone,
        email: customers.email,
        language: customers.language,
        timeZone: customers.timeZone,
      },
      company: organization.name,
      language: workgroupSettings.language,
      timeZone: workgroupSettings.timeZone,
    })
    .from(mailboxes)
    .innerJoin(projects, eq(projects.id, mailboxes.projectId))
    .innerJoin(customers, eq(customers.id, projects.customerId))
    .innerJoin(organization, eq(organization.id, mailboxes.workgroupId))
    .leftJoin(customerUsers, eq(customerUsers.id, mailboxes.customerUserId))
    .leftJoin(workgroupSettings, eq(workgroupSettings.workgroupId, mailboxes.workgroupId))
    .where(and(isOfWorkgroup(mailboxes.workgroupId, workgroupId), isAnyOf(mailboxes.id, mailboxIds)));
  return new Map(
    rows.map(({ mailbox, userName, customer, company, language, timeZone }) => [
      mailbox.id,
      {
        mailboxId: mailbox.id,
        projectId: mailbox.projectId,
        sourceEmail: mailbox.sourceEmail,
        recipient: recipientOf(mailbox, { name: userName }, customer, { language, timeZone }),
        customerId: customer.id,
        customer: customer.companyName,
        company,
        contact: customer,
      },
    ]),
  );
}
