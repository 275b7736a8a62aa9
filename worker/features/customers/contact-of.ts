import type { CustomerRow } from './table.ts';

/** Whom a customer’s people ask, as messages name them: the contact of the customer, else the workgroup by its name. */
export function contactOf(
  { contactName, phone, email }: Pick<CustomerRow, 'contactName' | 'phone' | 'email'>,
  company: string,
): string {
  const reached = phone ?? email;
  return contactName === null ? (email ?? company) : [contactName, ...(reached === null ? [] : [reached])].join(', ');
}
