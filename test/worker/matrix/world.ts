import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { session } from '../../../worker/features/workgroups/table.ts';
import type { KeyScope } from '../../../worker/lib/permissions.ts';
import { KEY_SCOPES } from '../../../worker/lib/permissions.ts';
import type { Role } from '../../../worker/lib/roles.ts';
import { DAY_MS } from '../../../worker/lib/units.ts';
import type { Ask, Harness, NewKey } from '../harness.ts';
import { ADDRESS, buy } from '../licences/licence-world.ts';
import { createHarness, hire, makeProject, putKey, signUp } from '../harness.ts';
import { guardDatabase } from './guarded-database.ts';

/** Someone who asks: by session, by key, or by nothing at all. */
export type Caller = {
  name: string;
  /** None: whatever they send signs nobody in. */
  role: Role | undefined;
  scopes: readonly KeyScope[] | 'session';
  isForeign: boolean;
  /** Whether they see the project while projects are not shared. */
  seesUnshared: boolean;
  ask: Ask;
};

type Agent = { id: string; ask: Ask };

export async function createWorld() {
  const guarded = guardDatabase(env.DB);
  const harness = createHarness({
    database: guarded.database,
    log: { info: () => {}, error: guarded.note },
    lookUpTexts: async () => [],
    lookUpHosts: async () => [],
  });
  const ours = await signUp(harness);
  const foreign = await signUp(harness);
  const hired = {
    manager: await hire(harness, ours.workgroupId, 'manager'),
    agent: await hire(harness, ours.workgroupId, 'agent'),
    granted: await hire(harness, ours.workgroupId, 'agent'),
    inactive: await hire(harness, ours.workgroupId, 'agent'),
  };
  const ids = await fill(harness, ours, hired.granted.id);
  await harness.deps.db.$client
    .prepare(`UPDATE member SET role = 'inactive' WHERE user_id = ?`)
    .bind(hired.inactive.id)
    .run();

  const owner: Agent = { id: ours.agentId, ask: ours.askSignedIn };
  // Used just now: nothing is noted of the next use of a key or a session, however long the requests take.
  const used = { lastUsedAt: harness.deps.now() + DAY_MS };
  await harness.deps.db.update(session).set({ expiresAt: sql`${session.expiresAt} + ${DAY_MS}` });
  const keyOf = async (who: Agent, role: NewKey['role'], scopes: readonly KeyScope[], more: Partial<NewKey> = {}) =>
    harness.as(
      await putKey(harness, ours.workgroupId, { createdBy: who.id, role, scopes: [...scopes], ...used, ...more }),
    );
  const callers: Caller[] = [];
  const add = (name: string, facts: Omit<Caller, 'name' | 'isForeign'> & { isForeign?: boolean }) =>
    callers.push({ isForeign: false, ...facts, name });
  const people: [name: string, who: Agent, role: Role, seesUnshared: boolean][] = [
    ['owner', owner, 'owner', true],
    ['manager', hired.manager, 'manager', true],
    ['agent', hired.agent, 'agent', false],
    ['agent with a grant', hired.granted, 'agent', true],
    ['inactive agent', hired.inactive, 'inactive', false],
  ];
  for (const [name, who, role, seesUnshared] of people) {
    add(name, { role, scopes: 'session', seesUnshared, ask: who.ask });
    for (const scope of role === 'inactive' ? ([] as const) : KEY_SCOPES) {
      const scopes = [scope];
      add(`key of ${name}: ${scope}`, {
        role,
        scopes,
        seesUnshared,
        ask: await keyOf(who, role as NewKey['role'], scopes),
      });
    }
  }
  const ended = await keyOf(hired.inactive, 'agent', KEY_SCOPES);
  add('key of inactive agent', { role: 'inactive', scopes: KEY_SCOPES, seesUnshared: false, ask: ended });
  // It sees what its creator sees, and may do what its own role allows.
  const lesser = await keyOf(owner, 'agent', KEY_SCOPES);
  add('key of owner, role agent', { role: 'agent', scopes: KEY_SCOPES, seesUnshared: true, ask: lesser });
  const higher = await keyOf(hired.agent, 'owner', KEY_SCOPES);
  add('key of agent, role owner', { role: 'agent', scopes: KEY_SCOPES, seesUnshared: false, ask: higher });
  const none = { role: undefined, scopes: [], seesUnshared: false };
  add('nobody', { ...none, ask: harness.ask });
  add('expired key', { ...none, ask: await keyOf(owner, 'owner', KEY_SCOPES, { expiresAt: 1 }) });
  add('revoked key', { ...none, ask: await keyOf(owner, 'owner', KEY_SCOPES, { revokedAt: 1 }) });
  add('unknown key', { ...none, ask: harness.as(`mf_${'x'.repeat(43)}`) });
  const elsewhere = { role: 'owner', isForeign: true, seesUnshared: true } as const;
  add('foreign owner', { ...elsewhere, scopes: 'session', ask: foreign.askSignedIn });
  const foreignKey = await putKey(harness, foreign.workgroupId, { createdBy: foreign.agentId, role: 'owner', ...used });
  add('foreign key', { ...elsewhere, scopes: KEY_SCOPES, ask: harness.as(foreignKey) });
  // What a first request writes, such as when a session was used first.
  for (const { ask } of callers) await ask('GET', '/api/me');
  // On a slow machine, the use of a key would be noted again in between.
  await harness.deps.db.$client.prepare('UPDATE api_keys SET last_used_at = ?').bind(used.lastUsedAt).run();
  return { harness, callers, ids, workgroupId: ours.workgroupId, guarded };
}

/** One object of each noun. The project was given to one agent. */
async function fill(harness: Harness, ours: Awaited<ReturnType<typeof signUp>>, grantee: string) {
  const { ask, askSignedIn } = ours;
  const { $client: database } = harness.deps.db;
  const idOf = async (method: string, path: string, body?: unknown, asking: Ask = ask): Promise<string> => {
    const answer = await asking(method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${JSON.stringify(answer.body)}`);
    return String(answer.body.id ?? answer.body.message?.id);
  };
  const project = await makeProject(ask, 2);
  const { projectId, mailboxIds, sourceEndpointId, destinationEndpointId } = project;
  const [busy = '', free = ''] = mailboxIds;
  const pass = await idOf('POST', `/api/projects/${projectId}/passes`, { type: 'full', mailboxIds: [busy] });
  await ask('PUT', `/api/projects/${projectId}/grants`, { body: { agentIds: [grantee] } });
  const list = { rows: [{ sourceEmail: 'listed@old.example', destinationEmail: 'listed@new.example' }] };
  const imported = await idOf('POST', `/api/projects/${projectId}/mailboxes/import`, list);
  // A mailbox that waits for its owner.
  const lost = { sourceEmail: 'lost@old.example', destinationEmail: 'lost@new.example', sourceLogin: 'unknown' };
  const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes: [lost] } });
  await idOf('POST', `/api/projects/${projectId}/passes`, { type: 'full', mailboxIds: [added.body.items[0].id] });
  const requests = await ask('GET', `/api/projects/${projectId}/credential-requests`);
  const request = String(requests.body.items[0].id);
  const webhook = await idOf('POST', '/api/webhooks', {
    url: 'https://hooks.example/',
    events: ['*'],
    projectIds: [projectId],
  });
  const sendAt = { local: '2099-01-01T08:00', timeZone: 'UTC' };
  const notice = await idOf('POST', `/api/projects/${projectId}/notices`, {
    kind: 'completion',
    mailboxIds: [free],
    sendAt,
  });
  const delivery = await idOf('POST', `/api/webhooks/${webhook}/test`);
  await ask('POST', `/api/webhooks/${webhook}/rotate-secret`);
  const message = await idOf('POST', '/api/mail-settings/test', { to: 'them@service.example' });
  // As a mail to an end user of the project, that has been sent.
  await database
    .prepare(`UPDATE messages SET project_id = ?, mailbox_id = ?, state = 'sent' WHERE id = ?`)
    .bind(projectId, free, message)
    .run();
  await database.prepare(`UPDATE events SET project_id = ? WHERE subject ->> 'id' = ?`).bind(projectId, message).run();
  const customer = String((await ask('GET', `/api/projects/${projectId}`)).body.customerId);
  const user = String((await ask('GET', `/api/customers/${customer}/users`)).body.items[0].id);
  const { companyName } = (await ask('GET', `/api/customers/${customer}`)).body;
  await buy(ask, 2, 'user-bundle');
  const applied = { kind: 'user-bundle', userIds: [user] };
  const licences = await ask('POST', `/api/customers/${customer}/licences/apply`, { body: applied });
  const assignment = String(licences.body.items[0].id);
  const invitation = await idOf('POST', '/api/invitations', { email: 'guest@service.example' });
  const order = await idOf('POST', '/api/licence-orders', {
    kind: 'mailbox',
    quantity: 1,
    payment: 'invoice',
    billingAddress: ADDRESS,
  });
  const filter = await idOf('POST', '/api/saved-filters', { name: 'Ours', filter: { q: 'a' } });
  const wave = await idOf('POST', `/api/projects/${projectId}/waves`, { name: 'Ours' });
  const provider = await idOf('POST', '/api/providers', { name: 'Nordlys' });
  const key = await idOf('POST', '/api/api-keys', { name: 'theirs' }, askSignedIn);
  return {
    nouns: {
      agents: grantee,
      customers: customer,
      'customer-users': user,
      'licence-assignments': assignment,
      invitations: invitation,
      'licence-orders': order,
      workgroups: ours.workgroupId,
      sessions: 'ses_00000000000000000000000000',
      'api-keys': key,
      providers: provider,
      'saved-filters': filter,
      endpoints: sourceEndpointId,
      projects: projectId,
      mailboxes: free,
      waves: wave,
      'mailbox-imports': imported,
      passes: pass,
      'credential-requests': request,
      messages: message,
      webhooks: webhook,
      notices: notice,
    } as Readonly<Record<string, string>>,
    customerName: String(companyName),
    delivery,
    source: sourceEndpointId,
    destination: destinationEndpointId,
    /** What someone who may not see the project must read nowhere. */
    ofProject: [projectId, busy, free, imported, wave, pass, request, message, notice],
  };
}
