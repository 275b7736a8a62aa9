import { toIso } from '../../lib/clock.ts';
import type { EndpointRow } from './table.ts';

/** An endpoint as the API shows it: never the password, only that there is one. */
export function presentEndpoint(row: EndpointRow) {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    domains: row.domains,
    username: row.username,
    hasPassword: row.passwordSealed !== null,
    useImpersonation: row.useImpersonation,
    version: row.version,
    authSchemes: row.authSchemes,
    health: row.health,
    healthDetail: row.healthDetail,
    checkedAt: toIso(row.checkedAt),
    createdAt: toIso(row.createdAt),
  };
}
