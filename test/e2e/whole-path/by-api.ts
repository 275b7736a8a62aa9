import { randomUUID } from 'node:crypto';
import type { Party } from './world.ts';

/**
 * A whole migration by the API, as an example to follow: customer, endpoints, project, a list with errors, passes, proof.
 * All that it needs is the address of Mailferry and an API key. `/api/openapi.json` describes every call.
 */
export type Migration = {
  url: string;
  key: string;
  party: Pick<Party, 'company' | 'oldDomain' | 'newDomain'>;
  /** The names of both providers in the directory, and the administrator's account at each. */
  providers: Record<Side, { name: string; username: string; password: string }>;
  /** A CSV file as the provider's portal exports it. */
  csv: string;
  /** Rows of the file that are wrong, and what they should be; all others that cannot be added are left out. */
  corrections: readonly { line: number; address: string }[];
};

type Side = 'source' | 'destination';
const SIDES: readonly Side[] = ['source', 'destination'];
type Outcome = { calls: number; projectId: string; statuses: Record<string, number> };

export async function migrateByApi(migration: Migration): Promise<Outcome> {
  const { url, key, party, providers, csv, corrections } = migration;
  let calls = 0;

  /** One call. What failed says why, and what to do about it. */
  async function call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<T> {
    calls += 1;
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { title?: string; cause?: string; remedy?: string };
    if (!response.ok)
      throw new Error(`${method} ${path}: ${[answer.title, answer.cause, answer.remedy].filter(Boolean).join(' ')}`);
    return answer;
  }

  /** Work is started under a key: if the answer is lost, the same request can be sent again. */
  const once = () => ({ 'idempotency-key': randomUUID() });

  // 1. The customer.
  const customer = await call<{ id: string }>('POST', '/api/customers', {
    companyName: party.company,
    primaryDomain: party.oldDomain,
  });

  // 2. An endpoint for each side, at the address that the directory knows. Mailferry signs in before it keeps one.
  const endpoints = {} as Record<Side, { id: string }>;
  for (const side of SIDES) {
    const { name, username, password } = providers[side];
    type Found = { items: { name: string; servers: { ewsUrl: string | null; owaUrl: string | null }[] }[] };
    const { items } = await call<Found>('GET', `/api/providers?query=${encodeURIComponent(name)}`);
    const server = items[0]?.servers[0];
    if (!server) throw new Error(`The directory does not know ${name}.`);
    endpoints[side] = await call('POST', '/api/endpoints', {
      name: `${name} of ${party.company}`,
      url: server.ewsUrl ?? server.owaUrl,
      domains: [side === 'source' ? party.oldDomain : party.newDomain],
      credentials: { username, password },
      useImpersonation: true,
    });
  }

  // 3. What works at each side, and what the provider still has to do.
  for (const side of SIDES) {
    type Probe = { findings: { state: string; sentence: string; remedy: string | null }[] };
    const { findings } = await call<Probe>('POST', `/api/endpoints/${endpoints[side].id}/probe`);
    for (const { state, sentence, remedy } of findings)
      if (state === 'failed') throw new Error(`${side}: ${sentence} ${remedy ?? ''}`);
  }

  // 4. The project, and the script that grants what it needs.
  const project = await call<{ id: string }>(
    'POST',
    '/api/projects',
    {
      name: `${party.company}, all mailboxes`,
      customerId: customer.id,
      sourceEndpointId: endpoints.source.id,
      destinationEndpointId: endpoints.destination.id,
    },
    once(),
  );
  const path = `/api/projects/${project.id}`;
  await call('GET', `${path}/scripts/impersonation?side=source`);

  // 5. The list: a preview with a verdict for each row, the corrections, and all that is right at once.
  type Values = { sourceEmail?: string; destinationEmail?: string };
  type Preview = { rows: { line: number; verdict: string; values: Values }[] };
  const pattern = `{local}@${party.newDomain}`;
  const preview = await call<Preview>('POST', `${path}/mailboxes/preview`, { text: csv, pattern });
  const corrected = new Map(corrections.map(({ line, address }) => [line, address]));
  const rows = preview.rows.map(({ line, values }) => ({
    line,
    sourceEmail: corrected.get(line) ?? values.sourceEmail,
  }));
  await call('POST', `${path}/mailboxes/import`, { rows, pattern, skip: ['invalid-address', 'twice'] }, once());

  // 6. The passes, one after the other.
  for (const type of ['inventory', 'verify', 'full'] as const) {
    const pass = await call<{ id: string }>('POST', `${path}/passes`, { type }, once());
    // A webhook on `pass.completed` saves the question.
    for (;;) {
      const { endedAt } = await call<{ endedAt: string | null }>('GET', `/api/passes/${pass.id}`);
      if (endedAt !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  // 7. The status of each mailbox.
  const statuses: Record<string, number> = {};
  let cursor: string | null = '';
  while (cursor !== null) {
    type Page = { items: { status: string }[]; nextCursor: string | null };
    const page: Page = await call('GET', `${path}/mailboxes?limit=200${cursor && `&cursor=${cursor}`}`);
    for (const { status } of page.items) statuses[status] = (statuses[status] ?? 0) + 1;
    cursor = page.nextCursor;
  }
  return { calls, projectId: project.id, statuses };
}
