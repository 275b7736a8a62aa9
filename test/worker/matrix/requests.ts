import { ADDRESS } from '../licences/licence-world.ts';

/** What every route is asked with: a body that the API takes. A new route with a body needs a line here. */
export const BODIES: Readonly<Record<string, unknown>> = {
  'POST /api/api-keys': { name: 'Nightly' },
  'POST /api/providers': { name: 'Nordlys' },
  'PATCH /api/providers/{id}': { note: 'taken' },
  'POST /api/saved-filters': { name: 'Failed', filter: { state: 'attention' } },
  'PATCH /api/saved-filters/{id}': { name: 'taken' },
  'POST /api/projects/{id}/waves': { name: 'Berlin' },
  'PATCH /api/waves/{id}': { name: 'taken' },
  'POST /api/endpoints': { name: 'x', url: 'https://x.example/EWS/Exchange.asmx' },
  'POST /api/endpoints/discover': { address: 'x.example' },
  'PATCH /api/endpoints/{id}': { name: 'taken' },
  'PATCH /api/projects/{id}': { name: 'taken' },
  'POST /api/projects/{id}/passes/preview': { type: 'full' },
  'PUT /api/projects/{id}/plan': { step: 'cutover', isDone: true },
  'PUT /api/projects/{id}/grants': { agentIds: [] },
  'POST /api/projects/{id}/recipient-mapping/preview': { addresses: ['eve@old.example'] },
  'POST /api/projects/{id}/folder-rules/preview': { excludedFolders: ['Inbox'] },
  'POST /api/projects/{id}/mailboxes': {
    mailboxes: [{ sourceEmail: 'eve@old.example', destinationEmail: 'eve@new.example' }],
  },
  'POST /api/projects/{id}/mailboxes/preview': { text: 'eve@old.example' },
  'POST /api/projects/{id}/people': {},
  'POST /api/projects/{id}/mailboxes/import': {
    rows: [{ sourceEmail: 'eve@old.example', destinationEmail: 'eve@new.example' }],
  },
  'PATCH /api/mailboxes/{id}': { sourceLogin: 'eve' },
  'POST /api/projects/{id}/notices': { kind: 'completion', again: true },
  'POST /api/projects/{id}/notices/preview': { kind: 'completion' },
  'POST /api/projects/{id}/scripts/{scriptId}/messages': { to: 'eve@provider.example' },
  'POST /api/webhooks': { url: 'https://hooks.example/', events: ['*'] },
  'PATCH /api/webhooks/{id}': { description: 'taken' },
  'POST /api/webhooks/{id}/redeliver': { from: '2026-01-01T00:00:00Z' },
  'PUT /api/mail-settings': { driver: null, senderName: 'Harbour' },
  'POST /api/mail-settings/test': { to: 'eve@service.example' },
  'PUT /api/templates/{kind}/{language}': { subject: 'Hello', body: '[Go on]({{link}})' },
  'POST /api/templates/{kind}/{language}/test': { to: 'eve@service.example' },
  'POST /api/templates/{kind}/{language}/preview': { subject: 'Hello', body: '[Go on]({{link}})' },
  'PATCH /api/account': { language: 'nl' },
  'POST /api/account/email': { email: 'other@service.example', password: 'a long password' },
  'POST /api/account/two-factor/start': { password: 'a long password' },
  'POST /api/account/two-factor/confirm': { code: '123456' },
  'POST /api/account/two-factor/disable': { password: 'a long password', code: '123456' },
  'POST /api/account/two-factor/recovery-codes': { password: 'a long password', code: '123456' },
  'PUT /api/two-factor-requirement': { isRequired: false },
  'PATCH /api/workgroup': { name: 'taken' },
  'PATCH /api/agents/{id}': { role: 'inactive' },
  'POST /api/invitations': { email: 'eve@service.example' },
  'PATCH /api/licences': { isOn: true },
  'POST /api/licence-orders': { kind: 'mailbox', quantity: 1, payment: 'invoice', billingAddress: ADDRESS },
  'POST /api/projects/{id}/credential-requests/resend': { mailboxIds: ['mbx_1'] },
  'POST /api/projects/{id}/credential-requests/revoke': { mailboxIds: ['mbx_1'] },
  'POST /api/projects/{id}/credential-requests/ask-again': { mailboxIds: ['mbx_1'] },
  'POST /api/customers': { companyName: 'Fjord', primaryDomain: 'fjord.example' },
  'PATCH /api/customers/{id}': { companyName: 'taken' },
  'POST /api/customers/{id}/users': { addresses: ['eve@old.example'] },
  'POST /api/customers/{id}/users/import': { users: [{ addresses: ['eve@old.example'] }] },
  'PATCH /api/customer-users/{id}': { name: 'taken' },
  'PATCH /api/look': { accent: '#123456' },
};

/** What stands behind the path of a route that takes no request without it. */
export const QUERIES: Readonly<Record<string, string>> = {
  'GET /api/providers/suggestion': '?address=fjord.example',
};

/** Bodies that name objects of the workgroup. */
export const bodiesWith = (ids: {
  source: string;
  destination: string;
  mailbox: string;
  user: string;
  customerName: string;
}): Readonly<Record<string, unknown>> => ({
  'POST /api/projects': { name: 'x', sourceEndpointId: ids.source, destinationEndpointId: ids.destination },
  'POST /api/projects/{id}/passes': { type: 'full', mailboxIds: [ids.mailbox] },
  'POST /api/projects/{id}/mailboxes/delete': { mailboxIds: ['mbx_none'] },
  'PATCH /api/projects/{id}/mailboxes': { mailboxes: [{ id: ids.mailbox, tags: ['Board'] }] },
  'DELETE /api/customers/{id}': { companyName: ids.customerName },
  'POST /api/projects/{id}/licences/apply': { kind: 'user-bundle', mailboxIds: [ids.mailbox] },
  'POST /api/projects/{id}/licences/revoke': { mailboxIds: [ids.mailbox] },
  'POST /api/customers/{id}/licences/apply': { kind: 'user-bundle', userIds: [ids.user] },
});

/** What a route says to those whom it lets through, where it finds nothing to do. */
export const LET_THROUGH: Readonly<Record<string, string>> = {
  'POST /api/agents/{id}/reset-two-factor': 'two-factor-off',
  'POST /api/projects/{id}/archive': 'project-running',
  'POST /api/licence-orders/{id}/checkout': 'licence-order-not-open',
};

/**
 * What `{id}` stands for below each noun: the problem of an unknown one, whether it belongs to a project, and whether it
 * is looked for among what is the caller's own.
 */
export const NOUNS: Readonly<Record<string, { problem: string; isOfProject?: boolean; isOwn?: boolean }>> = {
  agents: { problem: 'agent-not-found' },
  customers: { problem: 'customer-not-found' },
  'customer-users': { problem: 'customer-user-not-found' },
  'licence-assignments': { problem: 'licence-assignment-not-found' },
  invitations: { problem: 'invitation-not-found' },
  'licence-orders': { problem: 'licence-order-not-found' },
  workgroups: { problem: 'workgroup-not-found' },
  sessions: { problem: 'session-not-found', isOwn: true },
  'api-keys': { problem: 'api-key-not-found' },
  providers: { problem: 'provider-not-found' },
  'saved-filters': { problem: 'saved-filter-not-found' },
  endpoints: { problem: 'endpoint-not-found' },
  projects: { problem: 'project-not-found', isOfProject: true },
  mailboxes: { problem: 'mailbox-not-found', isOfProject: true },
  waves: { problem: 'wave-not-found', isOfProject: true },
  'mailbox-imports': { problem: 'mailbox-import-not-found', isOfProject: true },
  passes: { problem: 'pass-not-found', isOfProject: true },
  'credential-requests': { problem: 'credential-request-not-found', isOfProject: true },
  messages: { problem: 'message-not-found', isOfProject: true },
  notices: { problem: 'notice-not-found', isOfProject: true },
  webhooks: { problem: 'webhook-not-found' },
};

/** Other parts of paths, which are the same in every workgroup. */
export const PARTS: Readonly<Record<string, string>> = {
  kind: 'reminder',
  scriptId: 'full-access',
  language: 'de',
  key: 'none',
};
