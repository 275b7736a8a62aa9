import { Email } from './email.ts';
import { LICENCE_KINDS, PAYMENT_WAYS } from './licence-facts.ts';
import { plainText } from './plain-text.ts';
import { z } from './zod.ts';

/** More than one order of an IT service company needs; keeps sums exact. */
export const MOST_LICENCES = 100_000;

export const BillingAddress = z.strictObject({
  company: plainText('Enter the company or the name for the invoice.', 200),
  street: plainText('Enter the street and the number.', 200),
  postalCode: plainText('Enter the postal code.', 20),
  city: plainText('Enter the city.', 100),
  country: plainText('Enter the country.', 100),
  /** VAT identification number, as it is to appear on the invoice. */
  taxId: z.literal('').or(plainText('Enter the VAT number, or nothing.', 50)).default(''),
  email: Email,
});

/** What a purchase needs. */
export const NewLicenceOrder = z.strictObject({
  kind: z.enum(LICENCE_KINDS),
  quantity: z
    .int('Enter a whole number.')
    .min(1, 'Enter at least 1.')
    .max(MOST_LICENCES, `One order can have at most ${MOST_LICENCES.toLocaleString('en')} licences.`),
  billingAddress: BillingAddress,
  payment: z.enum(PAYMENT_WAYS),
});

/** The same as the fields of a form: texts, side by side. */
export const LicenceOrderFields = z.object({
  ...BillingAddress.shape,
  kind: NewLicenceOrder.shape.kind,
  quantity: z.string().trim().min(1, 'Enter how many.').pipe(z.coerce.number()).pipe(NewLicenceOrder.shape.quantity),
  payment: NewLicenceOrder.shape.payment,
});
