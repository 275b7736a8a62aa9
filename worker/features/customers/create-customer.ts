import type { z } from 'zod';
import type { NewCustomer } from '../../lib/new-customer.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { saveLookStatement } from '../templates/look-store.ts';
import { logoColumns } from '../templates/logo-columns.ts';
import { customerCreated } from './customer-events.ts';
import { createCustomer, searchKeyOf } from './store.ts';
import type { CustomerRow } from './table.ts';

type Request = z.output<typeof NewCustomer>;

/** The row of a customer of now. */
export function newCustomerRow(
  { newId, now }: Pick<Deps, 'newId' | 'now'>,
  workgroupId: string,
  { logo: _elsewhere, ...given }: Request,
): CustomerRow {
  const at = now();
  const row = {
    companyName: given.companyName,
    primaryDomain: given.primaryDomain,
    domains: furtherDomains(given.domains ?? [], given.primaryDomain),
    address: given.address ?? null,
    contactName: given.contactName ?? null,
    phone: given.phone ?? null,
    email: given.email ?? null,
    timeZone: given.timeZone ?? null,
    language: given.language ?? null,
    notes: given.notes ?? null,
    userText: given.userText ?? null,
  };
  return {
    id: newId('cus'),
    workgroupId,
    ...row,
    searchKey: searchKeyOf(row),
    isDefault: false,
    archivedAt: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** Each once, and the primary one not again. */
export function furtherDomains(domains: readonly string[], primaryDomain: string): string[] {
  return [...new Set(domains)].filter((domain) => domain !== primaryDomain);
}

/** Adds a customer. Throws `validation-failed` for a logo that is no small raster picture. */
export async function addCustomer(
  deps: Pick<Deps, 'db' | 'newId' | 'now'>,
  principal: Principal,
  request: Request,
): Promise<CustomerRow> {
  const { workgroupId } = principal;
  const row = newCustomerRow(deps, workgroupId, request);
  const logo = request.logo ? logoColumns(deps, request.logo) : undefined;
  const look = logo && { customerId: row.id, ...logo, updatedAt: row.updatedAt };
  const statements = look ? [saveLookStatement(deps.db, workgroupId, look)] : [];
  await createCustomer(deps.db, row, customerCreated(deps, principal, row), statements);
  return row;
}
