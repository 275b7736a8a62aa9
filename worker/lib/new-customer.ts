import { Email } from './email.ts';
import { LANGUAGES } from './mail/languages.ts';
import { DomainName } from './new-endpoint.ts';
import { plainText, plainLines } from './plain-text.ts';
import { TimeZone } from './time-zone.ts';
import { UserText } from './user-text.ts';
import { z } from './zod.ts';

const line = (longest: number) => plainText('It is empty. Send null to remove it.', longest);

const CompanyName = plainText('Enter the company name.', 200);
const PrimaryDomain = z
  .string()
  .trim()
  .min(1, 'Enter the primary domain.')
  .pipe(DomainName)
  .describe('The domain of the customer’s mail addresses.');

/** What may be left out; null for none. */
const DETAILS = {
  domains: z
    .array(DomainName)
    .max(100, 'A customer can have at most 100 further domains.')
    .optional()
    .describe('Further domains.'),
  address: plainLines(1000).nullable().optional(),
  contactName: line(200).nullable().optional(),
  phone: line(50).nullable().optional(),
  email: Email.nullable().optional(),
  timeZone: TimeZone.nullable().optional().describe('As IANA names it.'),
  language: z
    .enum(LANGUAGES, 'Messages have no texts in this language.')
    .nullable()
    .optional()
    .describe('Of messages to the users of the customer.'),
  notes: plainLines(10_000).nullable().optional(),
  userText: UserText.nullable()
    .optional()
    .describe('What its users read where they enter their password. Null: the text of the workgroup.'),
  logo: z
    .string()
    .max(300_000, 'The logo is larger than 200 KB.')
    .nullable()
    .optional()
    .describe('For messages: PNG, JPEG or GIF in base64, at most 200 KB. Null removes it.'),
};

/** What a new customer needs, for the API and for its form. */
export const NewCustomer = z
  .strictObject({ companyName: CompanyName, primaryDomain: PrimaryDomain, ...DETAILS })
  .meta({ ref: 'NewCustomer' });

/** A change of a customer; what is left out stays. */
export const CustomerChange = z
  .strictObject({ companyName: CompanyName.optional(), primaryDomain: PrimaryDomain.optional(), ...DETAILS })
  .meta({ ref: 'CustomerChange' });
