import { beforeAll, expect, test } from 'vitest';
import { putItemErrors } from '../../worker/features/reports/item-error-store.ts';
import type { Action } from '../../worker/lib/permissions.ts';
import { ACTIONS } from '../../worker/lib/permissions.ts';
import { putIntoWorkgroup } from './agents/members.ts';
import { createHarness, makeProject, ORIGIN, signUp } from './harness.ts';
import { ADDRESS, buy } from './licences/licence-world.ts';

const harness = createHarness();

type Operation = { method: string; path: string; needsSession: boolean };

/** Every route of the document, with what it is addressed to. */
async function listOperations(): Promise<Operation[]> {
  const { paths } = (await harness.ask('GET', '/api/openapi.json')).body;
  return Object.entries(paths as Record<string, Record<string, { 'x-action'?: Action }>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-action': action }]) => ({
      method: method.toUpperCase(),
      path,
      needsSession: action !== undefined && ACTIONS[action].scope === 'session',
    })),
  );
}

const BODIES: Record<string, unknown> = {
  'PATCH /api/customers/{id}': { companyName: 'taken' },
  'DELETE /api/customers/{id}': { companyName: 'Theirs' },
  'POST /api/customers/{id}/users': { addresses: ['eve@old.example'] },
  'POST /api/customers/{id}/users/import': { users: [{ addresses: ['eve@old.example'] }] },
  'PATCH /api/customer-users/{id}': { name: 'taken' },
  'PATCH /api/endpoints/{id}': { name: 'taken' },
  'PATCH /api/providers/{id}': { note: 'taken' },
  'PATCH /api/saved-filters/{id}': { name: 'taken' },
  'POST /api/projects/{id}/waves': { name: 'Berlin' },
  'PATCH /api/waves/{id}': { name: 'taken' },
  'PATCH /api/projects/{id}/mailboxes': { mailboxes: [{ id: 'mbx_1', tags: [] }] },
  'POST /api/projects/{id}/mailboxes/delete': { mailboxIds: ['mbx_1'] },
  'PATCH /api/projects/{id}': { name: 'taken' },
  'POST /api/projects/{id}/mailboxes': {
    mailboxes: [{ sourceEmail: 'eve@old.example', destinationEmail: 'eve@new.example' }],
  },
  'POST /api/projects/{id}/mailboxes/preview': { text: 'eve@old.example' },
  'POST /api/projects/{id}/people': {},
  'POST /api/projects/{id}/mailboxes/import': {
    rows: [{ sourceEmail: 'eve@old.example', destinationEmail: 'eve@new.example' }],
  },
  'POST /api/projects/{id}/passes': { type: 'full' },
  'POST /api/projects/{id}/passes/preview': { type: 'full' },
  'PUT /api/projects/{id}/plan': { step: 'cutover', isDone: true },
  'PUT /api/projects/{id}/grants': { agentIds: [] },
  'POST /api/projects/{id}/credential-requests/resend': { mailboxIds: ['mbx_1'] },
  'POST /api/projects/{id}/credential-requests/revoke': { mailboxIds: ['mbx_1'] },
  'POST /api/projects/{id}/credential-requests/ask-again': { mailboxIds: ['mbx_1'] },
  'POST /api/projects/{id}/folder-rules/preview': { excludedFolders: ['Inbox'] },
  'POST /api/projects/{id}/licences/apply': { kind: 'user-bundle', mailboxIds: ['mbx_1'] },
  'POST /api/projects/{id}/licences/revoke': { mailboxIds: ['mbx_1'] },
  'POST /api/customers/{id}/licences/apply': { kind: 'user-bundle', userIds: ['usr_1'] },
  'POST /api/projects/{id}/notices': { kind: 'completion' },
  'POST /api/projects/{id}/notices/preview': { kind: 'completion' },
  'POST /api/projects/{id}/scripts/{scriptId}/messages': { to: 'eve@provider.example' },
  'PATCH /api/webhooks/{id}': { description: 'taken' },
  'PATCH /api/agents/{id}': { role: 'agent' },
  'POST /api/webhooks/{id}/redeliver': { from: '2026-01-01T00:00:00Z' },
  'POST /api/projects/{id}/recipient-mapping/preview': { addresses: ['eve@old.example'] },
};

/** Routes that are addressed by id, by the noun whose id they take. */
const NOUNS: Record<string, string> = {
  'api-keys': 'api-key-not-found',
  customers: 'customer-not-found',
  'customer-users': 'customer-user-not-found',
  providers: 'provider-not-found',
  'saved-filters': 'saved-filter-not-found',
  endpoints: 'endpoint-not-found',
  projects: 'project-not-found',
  mailboxes: 'mailbox-not-found',
  'mailbox-imports': 'mailbox-import-not-found',
  waves: 'wave-not-found',
  passes: 'pass-not-found',
  'credential-requests': 'credential-request-not-found',
  webhooks: 'webhook-not-found',
  notices: 'notice-not-found',
  messages: 'message-not-found',
  'licence-orders': 'licence-order-not-found',
  'licence-assignments': 'licence-assignment-not-found',
  agents: 'agent-not-found',
  invitations: 'invitation-not-found',
  workgroups: 'workgroup-not-found',
  sessions: 'session-not-found',
};

const PUBLIC = new Set([
  'GET /api/health',
  'GET /api/logos/{key}',
  'GET /api/setup',
  'POST /api/setup',
  'POST /api/invitations/look',
  'POST /api/invitations/accept',
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'GET /api/auth/get-session',
  'POST /api/auth/change-password',
  'POST /api/auth/two-factor',
  'POST /api/auth/request-password-reset',
  'POST /api/auth/reset-password',
  'POST /api/account/confirm-email',
  'POST /api/stripe/webhook',
]);

let ours: Awaited<ReturnType<typeof signUp>>;
let theirs: Awaited<ReturnType<typeof signUp>>;
let ids: Record<string, string>;

/** The id of a session of the owner. */
async function sessionOf({ signIn }: typeof ours): Promise<string> {
  const headers = { cookie: await signIn(), origin: ORIGIN };
  return String((await harness.ask('GET', '/api/account/sessions', { headers })).body.items[0].id);
}

beforeAll(async () => {
  ours = await signUp(harness);
  theirs = await signUp(harness);
  const project = await makeProject(theirs.ask, 2);
  const pass = await theirs.ask('POST', `/api/projects/${project.projectId}/passes`, { body: { type: 'full' } });
  const { customerId } = (await theirs.ask('GET', `/api/projects/${project.projectId}`)).body;
  const users = await theirs.ask('GET', `/api/customers/${customerId}/users`);
  await buy(theirs.ask, 1, 'user-bundle');
  const applied = await theirs.ask('POST', `/api/customers/${customerId}/licences/apply`, {
    body: { kind: 'user-bundle', userIds: [users.body.items[0].id] },
  });
  const test = await theirs.ask('POST', '/api/mail-settings/test', { body: { to: 'them@service.example' } });
  const invitation = await theirs.ask('POST', '/api/invitations', { body: { email: 'guest@service.example' } });
  const keys = await theirs.askSignedIn('GET', '/api/api-keys');
  const hook = { url: 'https://hooks.example/theirs', events: ['*'] };
  const webhook = await theirs.ask('POST', '/api/webhooks', { body: hook });
  const notice = await theirs.ask('POST', `/api/projects/${project.projectId}/notices`, {
    body: { kind: 'completion' },
  });
  const order = await theirs.ask('POST', '/api/licence-orders', {
    body: { kind: 'mailbox', quantity: 1, payment: 'invoice', billingAddress: ADDRESS },
  });
  const asked = await makeProject(theirs.ask, 1, null);
  await theirs.ask('POST', `/api/projects/${asked.projectId}/passes`, { body: { type: 'verify' } });
  const requests = await theirs.ask('GET', `/api/projects/${asked.projectId}/credential-requests`);
  const imported = await theirs.ask('POST', `/api/projects/${asked.projectId}/mailboxes/import`, {
    body: { rows: [{ sourceEmail: 'listed@old.example', destinationEmail: 'listed@new.example' }] },
  });
  const filter = await theirs.ask('POST', '/api/saved-filters', { body: { name: 'Failed', filter: { q: 'a' } } });
  const wave = await theirs.ask('POST', `/api/projects/${project.projectId}/waves`, { body: { name: 'Theirs' } });
  const provider = await theirs.ask('POST', '/api/providers', { body: { name: 'Nordlys' } });
  ids = {
    'credential-requests': requests.body.items[0].id,
    'api-keys': keys.body.items[0].id,
    customers: customerId,
    'customer-users': users.body.items[0].id,
    providers: provider.body.id,
    'saved-filters': filter.body.id,
    waves: wave.body.id,
    endpoints: project.sourceEndpointId,
    projects: project.projectId,
    mailboxes: String(project.mailboxIds[0]),
    'mailbox-imports': imported.body.id,
    passes: pass.body.id,
    webhooks: webhook.body.id,
    notices: notice.body.id,
    messages: test.body.message.id,
    'licence-orders': order.body.id,
    'licence-assignments': applied.body.items[0].id,
    agents: await putIntoWorkgroup(harness, theirs.workgroupId, 'agent'),
    invitations: invitation.body.id,
    workgroups: theirs.workgroupId,
    sessions: await sessionOf(theirs),
  };
  await putItemErrors(harness.deps.db, theirs.workgroupId, [
    {
      id: harness.deps.newId('ite'),
      projectId: project.projectId,
      mailboxId: String(project.mailboxIds[0]),
      passId: pass.body.id,
      itemKey: 'item',
      folderPath: 'Inbox',
      itemClass: 'IPM.Note',
      kind: 'email',
      itemAt: null,
      sizeBytes: 1,
      code: 'ErrorItemCorrupt',
      message: 'Corrupt.',
      faultKind: 'corrupt',
      faultSide: null,
      path: 'transfer',
      subject: 'a secret subject',
      createdAt: 1,
    },
  ]);
});

test('every route with an id answers the id of another workgroup with the 404 of its noun', async () => {
  const operations = (await listOperations()).filter(({ path }) => path.includes('{id}'));
  expect(operations.length).toBeGreaterThanOrEqual(17);
  const session = { cookie: await ours.signIn(), origin: ORIGIN };
  for (const { method, path, needsSession } of operations) {
    // The part before the id.
    const noun = /([a-z-]+)\/\{id\}/.exec(path)?.[1] ?? '';
    const body = BODIES[`${method} ${path}`];
    const url = path.replace('{id}', String(ids[noun]));
    const headers: Record<string, string> = path.endsWith('/live') ? { upgrade: 'websocket' } : {};
    const options = { ...(body ? { body } : {}), headers: { ...headers, ...(needsSession && session) } };
    const answer = await (needsSession ? harness : ours).ask(method, url, options);
    expect(answer, `${method} ${path}`).toMatchObject({ status: 404, body: { code: NOUNS[noun] } });
  }
});

test('every list shows nothing of another workgroup', async () => {
  const operations = (await listOperations()).filter(({ method, path }) => method === 'GET' && !path.includes('{id}'));
  for (const { path } of operations) {
    const text = JSON.stringify((await ours.askSignedIn('GET', path)).body);
    for (const id of Object.values(ids)) expect(text, path).not.toContain(id);
    expect(text, path).not.toContain(theirs.workgroupId);
  }
});

test('every route but the public ones asks for a sign-in first', async () => {
  for (const { method, path } of await listOperations()) {
    const url = path.replace('{id}', 'x');
    const body = BODIES[`${method} ${path}`];
    const answer = await harness.ask(method, url, body ? { body } : {});
    const route = `${method} ${path}`;
    if (PUBLIC.has(route)) expect(answer.body?.code, route).not.toBe('unauthenticated');
    else expect(answer, route).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  }
});

test('ids of another workgroup inside a body are not found either', async () => {
  const own = await makeProject(ours.askSignedIn, 1);
  const project = await ours.askSignedIn('POST', '/api/projects', {
    body: { name: 'x', sourceEndpointId: own.sourceEndpointId, destinationEndpointId: ids.endpoints },
  });
  expect(project).toMatchObject({ status: 404, body: { code: 'endpoint-not-found' } });
  const change = await ours.askSignedIn('PATCH', `/api/projects/${own.projectId}`, {
    body: { sourceEndpointId: ids.endpoints },
  });
  expect(change).toMatchObject({ status: 404, body: { code: 'endpoint-not-found' } });
  const pass = await ours.askSignedIn('POST', `/api/projects/${own.projectId}/passes`, {
    body: { type: 'full', mailboxIds: [ids.mailboxes] },
  });
  expect(pass).toMatchObject({ status: 404, body: { code: 'mailbox-not-found' } });
});

test('a delivery of another workgroup is not found below a webhook of one’s own', async () => {
  const test = await theirs.ask('POST', `/api/webhooks/${ids.webhooks}/test`);
  const own = await ours.askSignedIn('POST', '/api/webhooks', {
    body: { url: 'https://hooks.example/ours', events: ['*'] },
  });
  const path = `/api/webhooks/${String(own.body.id)}/deliveries/${String(test.body.id)}`;
  for (const [method, url] of [
    ['GET', path],
    ['POST', `${path}/redeliver`],
  ] as const)
    expect(await ours.askSignedIn(method, url)).toMatchObject({ status: 404, body: { code: 'delivery-not-found' } });
});

test('after all this the other workgroup has what it had', async () => {
  expect((await theirs.ask('GET', `/api/projects/${ids.projects}`)).body).toMatchObject({
    name: 'Contoso',
    counters: { total: 2, waiting: 2 },
  });
  expect((await theirs.ask('GET', `/api/passes/${ids.passes}`)).body.status).toBe('running');
  expect((await theirs.ask('GET', `/api/mailboxes/${ids.mailboxes}/errors`)).body.items).toHaveLength(1);
  expect((await theirs.ask('GET', `/api/endpoints/${ids.endpoints}`)).body.name).toBe('old');
  expect((await theirs.askSignedIn('GET', '/api/api-keys')).body.items[0].revokedAt).toBeNull();
  expect((await theirs.ask('GET', `/api/webhooks/${ids.webhooks}`)).body).toMatchObject({
    description: null,
    state: 'active',
    oldSecretUntil: null,
  });
});
