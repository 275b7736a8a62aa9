import { toIso } from '../../lib/clock.ts';
import { MISSING_DOMAIN } from '../../lib/customer-domain.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { listLogoKeys } from '../templates/look-store.ts';
import type { CustomerRow } from './table.ts';
import { countUsers } from './user-store.ts';

type Needs = Pick<Deps, 'db' | 'customerWork'>;

/** Customers as the API shows them: three queries for any number of them. */
export async function presentCustomers(deps: Needs, principal: Principal, rows: readonly CustomerRow[]) {
  const ids = rows.map(({ id }) => id);
  const [logos, projects, users] = await Promise.all([
    listLogoKeys(deps.db, principal.workgroupId, ids),
    deps.customerWork.countProjects(principal, ids),
    countUsers(deps.db, principal.workgroupId, ids),
  ]);
  return rows.map((row) => {
    const logoKey = logos.get(row.id);
    return {
      id: row.id,
      companyName: row.companyName,
      primaryDomain: row.primaryDomain,
      isDomainMissing: row.primaryDomain === MISSING_DOMAIN,
      domains: row.domains,
      address: row.address,
      contactName: row.contactName,
      phone: row.phone,
      email: row.email,
      timeZone: row.timeZone,
      language: row.language,
      notes: row.notes,
      userText: row.userText,
      logoUrl: logoKey === undefined ? null : `/api/logos/${logoKey}`,
      isDefault: row.isDefault,
      projectCount: projects.get(row.id) ?? 0,
      userCount: users.get(row.id) ?? 0,
      archivedAt: toIso(row.archivedAt),
      createdAt: toIso(row.createdAt),
      updatedAt: toIso(row.updatedAt),
    };
  });
}

export async function presentCustomer(deps: Needs, principal: Principal, row: CustomerRow) {
  const [customer] = await presentCustomers(deps, principal, [row]);
  if (!customer) throw new Error('One row makes one customer');
  return customer;
}
