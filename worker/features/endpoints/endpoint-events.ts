import { changeOfSecret, changesBetween } from '../../lib/event.ts';
import type { TrustedCertificates } from '../../lib/origin-facts.ts';
import type { EventFacts, NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { EndpointRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;

const subjectOf = ({ id, name }: Pick<EndpointRow, 'id' | 'name'>) => ({ kind: 'endpoint', id, name });

/** What people change of an endpoint. The rest is what servers show. */
function fieldsOf({ name, url, domains, username, useImpersonation, consentHosts }: Partial<EndpointRow>) {
  return { name, url, domains, username, useImpersonation, consentHosts };
}

export function endpointCreated(deps: Needs, principal: Principal, row: EndpointRow): NewEvent[] {
  const fields = fieldsOf(row);
  const password = changeOfSecret('password', false, row.passwordSealed ?? undefined);
  const facts: EventFacts = {
    type: 'endpoint.created',
    subject: subjectOf(row),
    changes: [...changesBetween<typeof fields>(fieldsOf({}), fields), ...password],
  };
  return [
    newEvent(deps, actorOf(principal), facts),
    ...trustChanged(deps, principal, row, {}, row.trustedCertificates),
  ];
}

/** `password`: what the request gives; undefined if the password stays. */
export function endpointUpdated(
  deps: Needs,
  principal: Principal,
  before: EndpointRow,
  after: Partial<EndpointRow>,
  password: object | null | undefined,
): NewEvent[] {
  const changes = [
    ...changesBetween(fieldsOf(before), fieldsOf(after)),
    ...changeOfSecret('password', before.passwordSealed !== null, password),
  ];
  return [
    newEvent(deps, actorOf(principal), { type: 'endpoint.updated', subject: subjectOf(before), changes }),
    ...trustChanged(deps, principal, before, before.trustedCertificates, after.trustedCertificates),
  ];
}

export function endpointTested(
  deps: Needs,
  principal: Principal,
  { health, version, ...row }: EndpointRow,
  after: Pick<EndpointRow, 'health' | 'healthDetail' | 'version'>,
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'endpoint.tested',
    subject: subjectOf(row),
    changes: changesBetween({ health, version }, { health: after.health, version: after.version }),
    data: { health: after.health, ...(after.healthDetail !== null && { detail: after.healthDetail }) },
  });
}

export function endpointDeleted(deps: Needs, principal: Principal, row: EndpointRow): NewEvent {
  return newEvent(deps, actorOf(principal), { type: 'endpoint.deleted', subject: subjectOf(row) });
}

/** Who trusts what, and who no longer does: one event for each host. */
function trustChanged(
  deps: Needs,
  principal: Principal,
  row: Pick<EndpointRow, 'id' | 'name'>,
  before: TrustedCertificates,
  after: TrustedCertificates = before,
): NewEvent[] {
  const hosts = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...hosts].flatMap((host) => {
    const [from, to] = [before[host] ?? null, after[host] ?? null];
    if (from === to) return [];
    return newEvent(deps, actorOf(principal), {
      type: to === null ? 'certificate.trust-ended' : 'certificate.trusted',
      subject: subjectOf(row),
      changes: [{ field: 'trustedCertificate', from, to }],
      data: { host },
    });
  });
}
