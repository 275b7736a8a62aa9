import { toIso } from '../../lib/clock.ts';
import { chooseScheme, nameOfScheme } from '../../lib/sign-in-scheme.ts';
import type { EndpointRow } from './table.ts';

/** An endpoint as the API shows it: never the password, only that there is one. */
export function presentEndpoint(row: EndpointRow) {
  const scheme = chooseScheme(row.authSchemes, row.url.startsWith('https:'));
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
    signIn: scheme ? nameOfScheme(scheme) : null,
    health: row.health,
    healthDetail: row.healthDetail,
    checkedAt: toIso(row.checkedAt),
    createdAt: toIso(row.createdAt),
  };
}
