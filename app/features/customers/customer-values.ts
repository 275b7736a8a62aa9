import { MISSING_DOMAIN } from '../../../worker/lib/customer-domain.ts';
import type { Customer } from '../../api.ts';

/** A customer as its form holds it: all of it is text. */
export type CustomerValues = {
  companyName: string;
  primaryDomain: string;
  domains: string;
  contactName: string;
  email: string;
  phone: string;
  address: string;
  language: string;
  timeZone: string;
  notes: string;
  userText: string;
};

const listIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

export function valuesOf(customer: Customer | undefined): CustomerValues {
  const domain = customer?.primaryDomain ?? '';
  return {
    companyName: customer?.companyName ?? '',
    // To be entered, where nobody has.
    primaryDomain: domain === MISSING_DOMAIN ? '' : domain,
    domains: customer?.domains.join(', ') ?? '',
    contactName: customer?.contactName ?? '',
    email: customer?.email ?? '',
    phone: customer?.phone ?? '',
    address: customer?.address ?? '',
    language: customer?.language ?? '',
    timeZone: customer?.timeZone ?? '',
    notes: customer?.notes ?? '',
    userText: customer?.userText ?? '',
  };
}

/** What the API takes of these values. Empty ones are none. */
export function requestOf({ companyName, primaryDomain, domains, language, ...texts }: CustomerValues) {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text);
  return {
    companyName,
    primaryDomain,
    domains: listIn(domains),
    language: orNull(language) as Customer['language'],
    contactName: orNull(texts.contactName),
    email: orNull(texts.email),
    phone: orNull(texts.phone),
    address: orNull(texts.address),
    timeZone: orNull(texts.timeZone),
    notes: orNull(texts.notes),
    userText: orNull(texts.userText),
  };
}
