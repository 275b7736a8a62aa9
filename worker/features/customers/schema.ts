import { z } from 'zod';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { pageOf, PageQuery } from '../kernel/page.ts';

export const CustomerQuery = PageQuery.extend({
  archived: z
    .enum(['false', 'true', 'all'])
    .default('false')
    .describe('`false`: those in use; `true`: archived ones; `all`: both.'),
  query: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe(
      'Part of a company name, a domain, or the name or e-mail address of the contact. Case and accents are ignored.',
    ),
});

const Count = z.int().min(0);

export const Customer = z
  .object({
    id: z.string(),
    companyName: z.string(),
    primaryDomain: z.string(),
    isDomainMissing: z
      .boolean()
      .describe('True if `primaryDomain` is only a placeholder, because nobody has entered it yet.'),
    domains: z.array(z.string()).describe('Further domains.'),
    address: z.string().nullable(),
    contactName: z.string().nullable(),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    timeZone: z.string().nullable(),
    language: z.enum(LANGUAGES).nullable(),
    notes: z.string().nullable(),
    userText: z
      .string()
      .nullable()
      .describe('What its users read where they enter their password. Null: the text of the workgroup.'),
    logoUrl: z.string().nullable().describe('Path of the logo.'),
    isDefault: z.boolean().describe('True if projects that are added without a customer get this one.'),
    projectCount: Count,
    userCount: Count,
    archivedAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string().describe('When it last changed. Use it in `If-Match`.'),
  })
  .meta({ ref: 'Customer' });

export const CustomerPage = pageOf('Customer', Customer);

export const CustomerDeletion = z
  .strictObject({ companyName: z.string().max(1000).optional().describe('Of the customer, as a confirmation.') })
  .meta({ ref: 'CustomerDeletion' });

export const ChangeHeaders = z.object({
  'if-match': z
    .string()
    .max(100)
    .optional()
    .describe('The `updatedAt` that you read, in double quotes. Protects changes that others have made since.'),
});
