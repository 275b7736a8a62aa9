import { beforeAll, expect, test } from 'vitest';
import { newToken } from '../../worker/features/messages/secret-links.ts';
import { EVENT_TYPES } from '../../worker/lib/event-types.ts';
import { putIntoWorkgroup } from './agents/members.ts';
import type { Loose } from './harness.ts';
import { oneTimeCode } from '../fakes/one-time-code.ts';
import { accountWorld, tokenIn } from './account/account-world.ts';
import { cookieOf, createHarness, hire, makeProject, ORIGIN, signUp } from './harness.ts';
import { ADDRESS, buy, order, paid, signedBy, testPayments, WEBHOOK_SECRET } from './licences/licence-world.ts';

const harness = createHarness({ payments: testPayments() });
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Events that no request writes: passes end by themselves, and messages are sent later. */
const BY_PASSES =
  /^(pass\.(completed|failed)|project\.completed|mailbox\.(completed|failed|paused)|message\.(sent|failed|bounced)|notice\.sent|licence\.(returned|consumed|limit-reached)|credentials\.received|credential-request\.(reminded|expired))$/;

type Owner = Awaited<ReturnType<typeof signUp>>;
type Request = {
  path?: string;
  body?: unknown;
  text?: string;
  headers?: Record<string, string>;
  isPublic?: boolean;
  /** No key may do it. */
  bySession?: boolean;
};

/** Events that a route writes in other cases than that of its request. */
const IN_OTHER_CASES: Record<string, readonly string[]> = {
  'POST /api/projects/{id}/passes': ['licence.reserved', 'licence.missing'],
  'POST /api/projects/{id}/credential-requests/ask-again': [
    'pass.started',
    'credentials.requested',
    'mailbox.waiting_for_end_user',
  ],
  // The coordinator ends it.
  'POST /api/passes/{id}/stop': ['pass.stopped'],
  'PATCH /api/licences': ['licence.turned-off'],
  'POST /api/licence-orders': ['licence.order-cancelled'],
  'POST /api/stripe/webhook': ['licence.order-cancelled', 'licence.order-refunded'],
};

let owner: Owner;
/** An agent whose account changes. */
let world: Awaited<ReturnType<typeof accountWorld>>;
let operations: Map<string, Loose>;

beforeAll(async () => {
  owner = await signUp(harness);
  world = await accountWorld();
  const { paths } = (await harness.ask('GET', '/api/openapi.json')).body;
  operations = new Map(
    Object.entries<Record<string, Loose>>(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Loose] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    ),
  );
});

const endpoint = async (name = 'spare'): Promise<string> =>
  (await owner.ask('POST', '/api/endpoints', { body: { name, url: `https://${name}.example/EWS/Exchange.asmx` } })).body
    .id;
const savedFilter = async (name: string): Promise<string> =>
  (await owner.ask('POST', '/api/saved-filters', { body: { name, filter: { q: name } } })).body.id;
const wave = async (name: string): Promise<string> => {
  const { projectId } = await makeProject(owner.ask, 0);
  return (await owner.ask('POST', `/api/projects/${projectId}/waves`, { body: { name } })).body.id;
};
const SHA = 'ab'.repeat(32);

/** A request for each route that has events, and what it should write. A new route needs one here. */
const REQUESTS: Record<string, () => Promise<Request>> = {
  'POST /api/setup': async () => ({
    isPublic: true,
    body: {
      workgroupName: 'First',
      name: 'Ada',
      email: 'first@service.example',
      password: 'a rather long secret',
      setupToken: 'the set-up token of tests',
    },
  }),
  'POST /api/auth/change-password': async () => {
    const { signIn, password } = await signUp(harness);
    return {
      isPublic: true,
      headers: { cookie: await signIn(), origin: ORIGIN },
      body: { currentPassword: password, newPassword: 'another rather long one' },
    };
  },
  'POST /api/api-keys': async () => ({ bySession: true, body: { name: 'Nightly' } }),
  'DELETE /api/api-keys/{id}': async () => ({
    bySession: true,
    path: `/api/api-keys/${(await owner.askSignedIn('POST', '/api/api-keys', { body: { name: 'x' } })).body.id}`,
  }),
  'POST /api/providers': async () => ({ body: { name: 'Nordlys' } }),
  'PATCH /api/providers/{id}': async () => ({ path: '/api/providers/ionos', body: { note: 'Ours is 2016.' } }),
  'DELETE /api/providers/{id}': async () => {
    await owner.ask('PATCH', '/api/providers/sherweb', { body: { note: 'Gone.' } });
    return { path: '/api/providers/sherweb' };
  },
  'POST /api/saved-filters': async () => ({ body: { name: 'Failed', filter: { state: 'attention' } } }),
  'PATCH /api/saved-filters/{id}': async () => ({
    path: `/api/saved-filters/${await savedFilter('Board')}`,
    body: { filter: { tag: 'Board' } },
  }),
  'DELETE /api/saved-filters/{id}': async () => ({ path: `/api/saved-filters/${await savedFilter('Old')}` }),
  'POST /api/projects/{id}/waves': async () => ({
    path: `/api/projects/${(await makeProject(owner.ask, 0)).projectId}/waves`,
    body: { name: 'Berlin' },
  }),
  'PATCH /api/waves/{id}': async () => ({ path: `/api/waves/${await wave('Bern')}`, body: { name: 'Berne' } }),
  'DELETE /api/waves/{id}': async () => ({ path: `/api/waves/${await wave('Old')}` }),
  'POST /api/endpoints': async () => ({
    body: { name: 'x', url: 'https://x.example/EWS/Exchange.asmx', trustedCertificate: SHA },
  }),
  'PATCH /api/endpoints/{id}': async () => {
    const path = `/api/endpoints/${await endpoint()}`;
    await owner.ask('PATCH', path, { body: { trustedCertificates: { 'other.example': SHA } } });
    return {
      path,
      body: { name: 'y', trustedCertificate: SHA, trustedCertificates: { 'other.example': null } },
    };
  },
  'POST /api/endpoints/{id}/copy': async () => ({ path: `/api/endpoints/${await endpoint()}/copy` }),
  'DELETE /api/endpoints/{id}': async () => ({ path: `/api/endpoints/${await endpoint()}` }),
  'POST /api/endpoints/{id}/probe': async () => ({ path: `/api/endpoints/${await endpoint()}/probe` }),
  'POST /api/mailboxes/{id}/probe': async () => {
    const { mailboxIds } = await makeProject(owner.ask, 1);
    return { path: `/api/mailboxes/${mailboxIds[0]}/probe` };
  },
  'POST /api/projects': async () => {
    // The next project without a customer makes one.
    const { projectId } = await makeProject(owner.ask);
    const { customerId } = (await owner.ask('GET', `/api/projects/${projectId}`)).body;
    await owner.ask('POST', `/api/customers/${customerId}/archive`);
    return { body: { name: 'x', sourceEndpointId: await endpoint('a'), destinationEndpointId: await endpoint('b') } };
  },
  'PATCH /api/projects/{id}': async () => {
    // Of its two mailboxes, one belongs to a user of the customer whom it goes to.
    const { projectId } = await makeProject(owner.ask, 2);
    const path = await customer();
    await owner.ask('POST', `${path}/users`, { body: { addresses: ['user0@old.example'] } });
    const customerId = path.slice('/api/customers/'.length);
    return { path: `/api/projects/${projectId}`, body: { name: 'y', customerId } };
  },
  'POST /api/projects/{id}/unarchive': async () => {
    const path = `/api/projects/${(await makeProject(owner.ask)).projectId}`;
    await owner.ask('POST', `${path}/archive`);
    return { path: `${path}/unarchive` };
  },
  'POST /api/projects/{id}/copy': async () => ({
    path: `/api/projects/${(await makeProject(owner.ask)).projectId}/copy`,
  }),
  'PUT /api/projects/{id}/grants': async () => {
    const path = `/api/projects/${(await makeProject(owner.ask)).projectId}/grants`;
    const [one, other] = [
      await hire(harness, owner.workgroupId, 'agent'),
      await hire(harness, owner.workgroupId, 'agent'),
    ];
    await owner.ask('PUT', path, { body: { agentIds: [one.id] } });
    return { path, body: { agentIds: [other.id] } };
  },
  'POST /api/projects/{id}/mailboxes/delete': async () => {
    const { projectId, mailboxIds } = await makeProject(owner.ask, 2);
    return { path: `/api/projects/${projectId}/mailboxes/delete`, body: { mailboxIds } };
  },
  'PATCH /api/projects/{id}/mailboxes': async () => {
    const { projectId, mailboxIds } = await makeProject(owner.ask, 2);
    // One mailbox gets another address, the other one waits for its user.
    await owner.ask('PATCH', `/api/mailboxes/${mailboxIds[1]}`, { body: { sourceLogin: 'unknown' } });
    await owner.ask('POST', `/api/projects/${projectId}/passes`, {
      body: { type: 'verify', mailboxIds: [mailboxIds[1]] },
    });
    return {
      path: `/api/projects/${projectId}/mailboxes`,
      body: {
        mailboxes: [
          { id: mailboxIds[0], destinationEmail: 'other@new.example', tags: ['Board'] },
          { id: mailboxIds[1], sourcePassword: 'p' },
        ],
      },
    };
  },
  'POST /api/projects/{id}/mailboxes': async () => {
    const { projectId } = await makeProject(owner.ask);
    const { customerId } = (await owner.ask('GET', `/api/projects/${projectId}`)).body;
    await owner.ask('POST', `/api/customers/${customerId}/users`, { body: { addresses: ['known@old.example'] } });
    const mailboxes = ['new', 'known'].map((name) => ({
      sourceEmail: `${name}@old.example`,
      destinationEmail: `${name}@new.example`,
    }));
    return { path: `/api/projects/${projectId}/mailboxes`, body: { mailboxes } };
  },
  'POST /api/projects/{id}/mailboxes/import': async () => {
    const { projectId } = await makeProject(owner.ask);
    const { customerId } = (await owner.ask('GET', `/api/projects/${projectId}`)).body;
    await owner.ask('POST', `/api/customers/${customerId}/users`, {
      body: { addresses: ['listed-before@old.example'] },
    });
    const text =
      'Source,Destination,Wave\nlisted@old.example,listed@new.example,Berlin\nlisted-before@old.example,listed-before@new.example,';
    return { path: `/api/projects/${projectId}/mailboxes/import`, body: { text } };
  },
  'POST /api/mailbox-imports/{id}/undo': async () => {
    const { projectId } = await makeProject(owner.ask);
    const body = { text: 'new@old.example,new@new.example' };
    const { id } = (await owner.ask('POST', `/api/projects/${projectId}/mailboxes/import`, { body })).body;
    return { path: `/api/mailbox-imports/${id}/undo` };
  },
  'PATCH /api/mailboxes/{id}': async () => ({
    path: `/api/mailboxes/${(await makeProject(owner.ask, 1)).mailboxIds[0]}`,
    body: { sourceLogin: 'a' },
  }),
  'DELETE /api/mailboxes/{id}': async () => ({
    path: `/api/mailboxes/${(await makeProject(owner.ask, 1)).mailboxIds[0]}`,
  }),
  'POST /api/projects/{id}/passes': async () => ({
    path: `/api/projects/${(await makeProject(owner.ask, 1)).projectId}/passes`,
    body: { type: 'full' },
  }),
  'PUT /api/projects/{id}/plan': async () => ({
    path: `/api/projects/${(await makeProject(owner.ask)).projectId}/plan`,
    body: { step: 'cutover', isDone: true },
  }),
  'POST /api/projects/{id}/notices': async () => ({
    path: `/api/projects/${(await makeProject(owner.ask, 1)).projectId}/notices`,
    body: { kind: 'completion' },
  }),
  'POST /api/projects/{id}/scripts/{scriptId}/messages': async () => ({
    path: `/api/projects/${(await makeProject(owner.ask, 1)).projectId}/scripts/full-access/messages`,
    body: { to: 'admin@provider.example' },
  }),
  'POST /api/notices/{id}/cancel': async () => {
    const { projectId } = await makeProject(owner.ask, 1);
    const notice = await owner.ask('POST', `/api/projects/${projectId}/notices`, { body: { kind: 'completion' } });
    return { path: `/api/notices/${notice.body.id}/cancel` };
  },
  'POST /api/passes/{id}/stop': async () => {
    const { projectId } = await makeProject(owner.ask, 1);
    const pass = await owner.ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } });
    return { path: `/api/passes/${pass.body.id}/stop` };
  },
};

const customer = async (): Promise<string> => {
  const body = { companyName: 'Fjord', primaryDomain: 'fjord.example' };
  return `/api/customers/${(await owner.ask('POST', '/api/customers', { body })).body.id as string}`;
};
const ANNA = { name: 'Anna', addresses: ['anna@fjord.example'] };
const user = async (): Promise<string> =>
  `/api/customer-users/${(await owner.ask('POST', `${await customer()}/users`, { body: ANNA })).body.id as string}`;

Object.assign(REQUESTS, {
  'POST /api/customers': async () => ({ body: { companyName: 'Fjord', primaryDomain: 'fjord.example' } }),
  'PATCH /api/customers/{id}': async () => ({ path: await customer(), body: { companyName: 'Fjord Trading' } }),
  'POST /api/customers/{id}/archive': async () => ({ path: `${await customer()}/archive` }),
  'POST /api/customers/{id}/restore': async () => {
    const path = await customer();
    await owner.ask('POST', `${path}/archive`);
    return { path: `${path}/restore` };
  },
  'DELETE /api/customers/{id}': async () => ({ path: await customer(), body: { companyName: 'Fjord' } }),
  'POST /api/customers/{id}/users': async () => ({ path: `${await customer()}/users`, body: ANNA }),
  'POST /api/customers/{id}/users/import': async () => {
    const path = await customer();
    await owner.ask('POST', `${path}/users`, { body: ANNA });
    const users = [{ addresses: ['anna@fjord.example', 'a@fjord.example'] }, { addresses: ['ben@fjord.example'] }];
    return { path: `${path}/users/import`, body: { users } };
  },
  'PATCH /api/customer-users/{id}': async () => ({ path: await user(), body: { name: 'Anna Lind' } }),
  'DELETE /api/customer-users/{id}': async () => ({ path: await user() }),
} satisfies typeof REQUESTS);

const webhook = async (): Promise<string> =>
  `/api/webhooks/${(await owner.ask('POST', '/api/webhooks', { body: WEBHOOK })).body.id as string}`;
const WEBHOOK = { url: 'https://hooks.example/', events: ['*'] };

Object.assign(REQUESTS, {
  'POST /api/webhooks': async () => ({ body: WEBHOOK }),
  'PATCH /api/webhooks/{id}': async () => ({ path: await webhook(), body: { description: 'x', state: 'paused' } }),
  'DELETE /api/webhooks/{id}': async () => ({ path: await webhook() }),
  'POST /api/webhooks/{id}/rotate-secret': async () => ({ path: `${await webhook()}/rotate-secret` }),
  'DELETE /api/webhooks/{id}/old-secret': async () => {
    const path = await webhook();
    await owner.ask('POST', `${path}/rotate-secret`);
    return { path: `${path}/old-secret` };
  },
  'POST /api/webhooks/{id}/test': async () => ({ path: `${await webhook()}/test` }),
  'POST /api/webhooks/{id}/deliveries/{deliveryId}/redeliver': async () => {
    const path = await webhook();
    const { id } = (await owner.ask('POST', `${path}/test`)).body;
    return { path: `${path}/deliveries/${String(id)}/redeliver` };
  },
  'POST /api/webhooks/{id}/redeliver': async () => {
    const path = await webhook();
    const [, id] = /([^/]+)$/.exec(path)!;
    const values = ['dlv_00000000001', id, owner.workgroupId, 'msg_0', 'pass.completed', 'failed', 0, 1, '[]', 1];
    await harness.deps.db.$client
      .prepare(
        `INSERT INTO webhook_deliveries (id, webhook_id, workgroup_id, message_id, type, state, is_test, tries, attempts, created_at) VALUES (${values.map(() => '?').join(', ')})`,
      )
      .bind(...values)
      .run();
    return { path: `${path}/redeliver`, body: { from: '1970-01-01T00:00:00Z' } };
  },
} satisfies typeof REQUESTS);
const REMINDER = { subject: 'Hello', body: '[Go on]({{link}})' };
const MAIL_REQUESTS: typeof REQUESTS = {
  'PUT /api/mail-settings': async () => ({ body: { driver: null, senderName: 'Harbour' } }),
  'POST /api/mail-settings/test': async () => ({ body: { to: 'a@service.example' } }),
  'PUT /api/templates/{kind}/{language}': async () => ({ path: '/api/templates/reminder/en', body: REMINDER }),
  'DELETE /api/templates/{kind}/{language}': async () => {
    await owner.ask('PUT', '/api/templates/reminder/fr', { body: REMINDER });
    return { path: '/api/templates/reminder/fr' };
  },
  'POST /api/templates/{kind}/{language}/test': async () => ({
    path: '/api/templates/reminder/en/test',
    body: { to: 'a@service.example' },
  }),
  'PATCH /api/look': async () => ({ body: { accent: '#123456' } }),
  'POST /api/messages/{id}/resend': async () => {
    const test = await owner.ask('POST', '/api/mail-settings/test', { body: { to: 'a@service.example' } });
    return { path: `/api/messages/${test.body.message.id}/resend` };
  },
};

const session = async (): Promise<{ headers: Record<string, string> }> => ({
  headers: { cookie: await world.openSession(), origin: ORIGIN },
});
const newEmail = () => `moved${String((moves += 1))}@service.example`;
let moves = 0;
/** With a session of another agent, who has two-factor sign-in while `work` runs. */
const withCode = async (
  work: (it: { secret: string; recoveryCodes: string[]; cookie: string }) => Promise<Request>,
) => {
  await harness.deps.db.$client.prepare('DELETE FROM two_factors').run();
  const cookie = await world.openSession();
  return work({ ...(await world.setUpTwoFactor(cookie)), cookie });
};
const ACCOUNT_REQUESTS: typeof REQUESTS = {
  'PATCH /api/account': async () => ({ isPublic: true, ...(await session()), body: { language: 'nl' } }),
  'POST /api/account/email': async () => ({
    isPublic: true,
    ...(await session()),
    body: { email: newEmail(), password: world.owner.password },
  }),
  'POST /api/account/confirm-email': async () => {
    const email = newEmail();
    const headers = await session();
    await world.post('/api/account/email', { email, password: world.owner.password }, headers.headers.cookie);
    world.owner.email = email;
    return { isPublic: true, body: { token: tokenIn((await world.deliver(email))[0]) } };
  },
  'DELETE /api/account/sessions/{id}': async () => {
    const headers = await session();
    const { items } = (await harness.ask('GET', '/api/account/sessions', headers)).body;
    return { isPublic: true, ...headers, path: `/api/account/sessions/${items[0].id}` };
  },
  'POST /api/account/sessions/end-others': async () => {
    await session();
    return { isPublic: true, ...(await session()) };
  },
  'POST /api/account/two-factor/confirm': async () => {
    await harness.deps.db.$client.prepare('DELETE FROM two_factors').run();
    const headers = await session();
    const body = { password: world.owner.password };
    const { secret } = (await harness.ask('POST', '/api/account/two-factor/start', { body, ...headers })).body;
    return { isPublic: true, ...headers, body: { code: oneTimeCode(secret, world.clock.now) } };
  },
  'POST /api/account/two-factor/disable': () =>
    withCode(async ({ cookie, recoveryCodes }) => ({
      isPublic: true,
      headers: { cookie, origin: ORIGIN },
      body: { password: world.owner.password, recoveryCode: recoveryCodes[0] },
    })),
  'POST /api/account/two-factor/recovery-codes': () =>
    withCode(async ({ cookie, recoveryCodes }) => ({
      isPublic: true,
      headers: { cookie, origin: ORIGIN },
      body: { password: world.owner.password, recoveryCode: recoveryCodes[0] },
    })),
  'POST /api/auth/two-factor': () =>
    withCode(async ({ recoveryCodes }) => ({
      isPublic: true,
      headers: { cookie: cookieOf(await world.enter()) },
      body: { recoveryCode: recoveryCodes[0] },
    })),
  'POST /api/auth/reset-password': async () => {
    await world.post('/api/auth/request-password-reset', { email: world.owner.email });
    const token = tokenIn((await world.deliver(world.owner.email))[0]);
    return { isPublic: true, body: { token, password: (world.owner.password = 'a third rather long one') } };
  },
  'PUT /api/two-factor-requirement': () =>
    withCode(async ({ cookie }) => {
      const headers = { cookie, origin: ORIGIN };
      await harness.ask('PUT', '/api/two-factor-requirement', { headers, body: { isRequired: true } });
      return { isPublic: true, headers, body: { isRequired: false } };
    }),
  'POST /api/agents/{id}/reset-two-factor': () =>
    withCode(async ({ cookie }) => {
      const { id } = (await harness.ask('GET', '/api/account', { headers: { cookie } })).body;
      return { isPublic: true, headers: { cookie, origin: ORIGIN }, path: `/api/agents/${id}/reset-two-factor` };
    }),
};

const licenceOrder = async (payment = 'invoice'): Promise<string> => (await order(owner.ask, 1, { payment })).id;

/** A new customer user, and a licence in the balance. */
const licenceUser = async (): Promise<{ id: string; customerId: string }> => {
  await buy(owner.ask, 1, 'user-bundle');
  const customer = { companyName: 'Fjord', primaryDomain: 'fjord.example' };
  const { id: customerId } = (await owner.ask('POST', '/api/customers', { body: customer })).body;
  const body = { name: 'Eve', addresses: ['eve@fjord.example'] };
  const { id } = (await owner.ask('POST', `/api/customers/${customerId}/users`, { body })).body;
  return { id, customerId };
};

const LICENCE_REQUESTS: typeof REQUESTS = {
  'PATCH /api/licences': async () => ({ body: { isOn: true } }),
  'POST /api/licence-orders': async () => ({
    body: { kind: 'mailbox', quantity: 1, payment: 'invoice', billingAddress: ADDRESS },
  }),
  'POST /api/licence-orders/{id}/mark-paid': async () => ({
    path: `/api/licence-orders/${await licenceOrder()}/mark-paid`,
  }),
  'POST /api/customers/{id}/licences/apply': async () => {
    const { id, customerId } = await licenceUser();
    return { path: `/api/customers/${customerId}/licences/apply`, body: { kind: 'user-bundle', userIds: [id] } };
  },
  'POST /api/projects/{id}/licences/apply': async () => {
    await licenceUser();
    const { projectId, mailboxIds } = await makeProject(owner.ask, 1);
    return { path: `/api/projects/${projectId}/licences/apply`, body: { kind: 'user-bundle', mailboxIds } };
  },
  'POST /api/projects/{id}/licences/revoke': async () => {
    await licenceUser();
    const { projectId, mailboxIds } = await makeProject(owner.ask, 1);
    const path = `/api/projects/${projectId}/licences`;
    await owner.ask('POST', `${path}/apply`, { body: { kind: 'user-bundle', mailboxIds } });
    return { path: `${path}/revoke`, body: { mailboxIds } };
  },
  'POST /api/licence-assignments/{id}/revoke': async () => {
    const { id, customerId } = await licenceUser();
    const body = { kind: 'user-bundle', userIds: [id] };
    const { items } = (await owner.ask('POST', `/api/customers/${customerId}/licences/apply`, { body })).body;
    return { path: `/api/licence-assignments/${items[0].id}/revoke` };
  },
  'POST /api/licence-orders/{id}/cancel': async () => ({ path: `/api/licence-orders/${await licenceOrder()}/cancel` }),
  'POST /api/stripe/webhook': async () => {
    const text = paid(await licenceOrder('card'));
    const signature = await signedBy(WEBHOOK_SECRET, text, harness.deps.now());
    return { isPublic: true, text, headers: { 'stripe-signature': signature } };
  },
};

/** A mailbox that waits for its end user. */
const waiting = async () => {
  const { projectId, mailboxIds } = await makeProject(owner.ask, 1, null);
  const pass = (await owner.ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full' } })).body;
  const { items } = (await owner.ask('GET', `/api/projects/${projectId}/credential-requests`)).body;
  return {
    path: `/api/projects/${projectId}`,
    passId: pass.id,
    request: `/api/credential-requests/${items[0].id}`,
    body: { mailboxIds },
  };
};
const ofRequest = (what: string) => async () => ({ path: `${(await waiting()).request}/${what}` });
const inBulk = (what: string) => async () => {
  const { path, body } = await waiting();
  return { path: `${path}/credential-requests/${what}`, body };
};
const CREDENTIAL_REQUESTS: typeof REQUESTS = {
  'POST /api/projects/{id}/passes': async () => {
    const { path, passId } = await waiting();
    const { $client } = harness.deps.db;
    await owner.ask('POST', `/api/passes/${passId}/stop`);
    await $client.prepare("UPDATE pass_mailboxes SET status = 'stopped' WHERE pass_id = ?").bind(passId).run();
    return { path: `${path}/passes`, body: { type: 'full' } };
  },
  'POST /api/passes/{id}/stop': async () => ({ path: `/api/passes/${(await waiting()).passId}/stop` }),
  'PATCH /api/mailboxes/{id}': async () => ({
    path: `/api/mailboxes/${(await waiting()).body.mailboxIds[0]}`,
    body: { sourcePassword: 'a', destinationPassword: 'b' },
  }),
  'POST /api/credential-requests/{id}/resend': ofRequest('resend'),
  'POST /api/credential-requests/{id}/revoke': ofRequest('revoke'),
  'POST /api/credential-requests/{id}/link': ofRequest('link'),
  'POST /api/projects/{id}/credential-requests/resend': inBulk('resend'),
  'POST /api/projects/{id}/credential-requests/revoke': inBulk('revoke'),
  'POST /api/projects/{id}/credential-requests/ask-again': inBulk('ask-again'),
  'POST /api/projects/{id}/archive': async () => {
    const { path, body } = await waiting();
    const given = harness.deps.db.$client.prepare('UPDATE mailboxes SET source_given_at = 1 WHERE id = ?');
    await given.bind(body.mailboxIds[0]).run();
    return { path: `${path}/archive` };
  },
  'POST /api/projects/{id}/credentials/purge': async () => {
    const { path, passId, body } = await waiting();
    const { $client } = harness.deps.db;
    await $client.prepare("UPDATE pass_mailboxes SET status = 'stopped' WHERE pass_id = ?").bind(passId).run();
    await $client.prepare('UPDATE mailboxes SET source_given_at = 1 WHERE id = ?').bind(body.mailboxIds[0]).run();
    return { path: `${path}/credentials/purge` };
  },
};

const invitation = async (email: string): Promise<string> =>
  String((await owner.ask('POST', '/api/invitations', { body: { email } })).body.id);
const agentOf = async ({ workgroupId }: Pick<Owner, 'workgroupId'>): Promise<string> =>
  putIntoWorkgroup(harness, workgroupId, 'agent');
const MEMBER_REQUESTS: typeof REQUESTS = {
  'PATCH /api/workgroup': async () => ({ body: { name: 'Harbour', language: 'de' } }),
  'POST /api/invitations': async () => ({ body: { email: 'a@new.example' } }),
  'POST /api/invitations/{id}/resend': async () => ({
    path: `/api/invitations/${await invitation('b@new.example')}/resend`,
  }),
  'POST /api/invitations/{id}/revoke': async () => ({
    path: `/api/invitations/${await invitation('c@new.example')}/revoke`,
  }),
  'POST /api/invitations/accept': async () => {
    const id = await invitation('d@new.example');
    const { token, hash } = await newToken(harness.deps.random);
    const { $client } = harness.deps.db;
    await $client.prepare('INSERT INTO invitation_tokens VALUES (?, ?)').bind(hash, id).run();
    await $client.prepare('UPDATE invitations SET token_hash = ? WHERE id = ?').bind(hash, id).run();
    return { isPublic: true, body: { token, name: 'Dan', password: 'harbour at low tide' } };
  },
  'PATCH /api/agents/{id}': async () => ({ path: `/api/agents/${await agentOf(owner)}`, body: { role: 'manager' } }),
  'DELETE /api/agents/{id}': async () => ({ path: `/api/agents/${await agentOf(owner)}` }),
  'POST /api/agents/{id}/make-owner': async () => {
    const other = await signUp(harness);
    const headers = { cookie: await other.signIn(), origin: ORIGIN };
    return { isPublic: true, path: `/api/agents/${await agentOf(other)}/make-owner`, headers };
  },
};

test('every route that changes something declares its events, or says why it has none', () => {
  const known = new Set<string>(EVENT_TYPES.map(({ type }) => type));
  for (const [route, operation] of operations) {
    const isSafe = SAFE.has(route.split(' ')[0]!);
    const types: string[] | undefined = operation['x-events'];
    const reason: string | undefined = operation['x-no-events'];
    expect(
      [types === undefined, reason === undefined].filter((isLeftOut) => !isLeftOut),
      route,
    ).toHaveLength(isSafe ? 0 : 1);
    for (const type of types ?? []) expect(known.has(type), `${route}: ${type}`).toBe(true);
    if (reason !== undefined) expect(reason, route).toMatch(/^[A-Z].+\.$/);
  }
});

test('every type of event has a route or a pass that writes it', () => {
  const declared = new Set([...operations.values()].flatMap((operation) => (operation['x-events'] ?? []) as string[]));
  const orphans = EVENT_TYPES.map(({ type }) => type as string).filter(
    (type) => !declared.has(type) && !BY_PASSES.test(type),
  );
  expect(orphans).toEqual([]);
});

test('a call of each of these routes writes the events that it declares', { timeout: 240_000 }, async () => {
  const routes = [...operations].filter(([, operation]) => operation['x-events'] !== undefined);
  expect(routes.length).toBeGreaterThanOrEqual(15);
  for (const [route, operation] of routes) {
    const make = {
      ...REQUESTS,
      ...MAIL_REQUESTS,
      ...ACCOUNT_REQUESTS,
      ...LICENCE_REQUESTS,
      ...MEMBER_REQUESTS,
      ...CREDENTIAL_REQUESTS,
    }[route];
    if (!make) throw new Error(`${route} has no request in this test`);
    const { path, isPublic, bySession, ...options } = await make();
    const [method = '', pattern = ''] = route.split(' ');
    const before = await harness.deps.db.$client
      .prepare('SELECT coalesce(max(seq), 0) AS seq FROM events')
      .first<{ seq: number }>();
    const ask = isPublic ? harness.ask : bySession ? owner.askSignedIn : owner.ask;
    const answer = await ask(method, path ?? pattern, options);
    expect(answer.status, `${route} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    const { results } = await harness.deps.db.$client
      .prepare('SELECT type FROM events WHERE seq > ? ORDER BY seq')
      .bind(before?.seq ?? 0)
      .all<{ type: string }>();
    // A stop ends later, by the coordinator, unless nothing of the pass runs; what is paused can be resumed only then.
    const later = ['webhook.resumed', ...(IN_OTHER_CASES[route] ?? [])];
    const expected = (operation['x-events'] as string[]).filter((type) => !later.includes(type));
    expect(new Set(results.map(({ type }) => type)), route).toEqual(new Set(expected));
  }
});
