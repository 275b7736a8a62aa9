import type { Context } from 'hono';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { agentAccountRoutes, twoFactorRequirementRoutes } from './features/account/agent-routes.ts';
import { authRoutes } from './features/account/auth-routes.ts';
import { accountRoutes, confirmEmailRoutes } from './features/account/routes.ts';
import { twoFactorRoutes } from './features/account/two-factor-routes.ts';
import { guestRoutes } from './features/agents/guest-routes.ts';
import { invitationRoutes } from './features/agents/invitation-routes.ts';
import { agentRoutes } from './features/agents/routes.ts';
import { apiKeyRoutes } from './features/api-keys/routes.ts';
import { projectRequestRoutes } from './features/credential-requests/project-routes.ts';
import { previewRoutes } from './features/credential-requests/page/preview-routes.ts';
import { credentialRequestRoutes } from './features/credential-requests/routes.ts';
import { customerRoutes } from './features/customers/routes.ts';
import { customerUserRoutes, usersOfCustomerRoutes } from './features/customers/user-routes.ts';
import { endpointRoutes } from './features/endpoints/routes.ts';
import { eventRoutes } from './features/events/routes.ts';
import { answerError, answerNotFound } from './features/kernel/answer-error.ts';
import type { AppEnv } from './features/kernel/app.ts';
import type { Deps } from './features/kernel/deps.ts';
import { problem } from './features/kernel/errors.ts';
import { apiHeaders } from './features/kernel/security-headers.ts';
import { healthRoutes } from './features/kernel/health-routes.ts';
import { documentRoutes } from './features/kernel/document.ts';
import { projectInventoryRoutes } from './features/inventories/project-routes.ts';
import { mailboxInventoryRoutes } from './features/inventories/routes.ts';
import { customerLicenceRoutes, licenceAssignmentRoutes } from './features/licences/assignment-routes.ts';
import { projectLicenceRoutes } from './features/licences/project-routes.ts';
import { licenceOrderRoutes } from './features/licences/order-routes.ts';
import { licenceLedgerRoutes, licenceRoutes } from './features/licences/routes.ts';
import { stripeRoutes } from './features/licences/stripe-routes.ts';
import { mailSettingsRoutes } from './features/messages/settings-routes.ts';
import { messageRoutes } from './features/messages/routes.ts';
import { templateTestRoutes } from './features/messages/template-test-routes.ts';
import { mailboxImportRoutes, projectMailboxListRoutes } from './features/mailbox-lists/routes.ts';
import { mailboxTestRoutes } from './features/mailboxes/test-routes.ts';
import { mailboxRoutes, projectMailboxRoutes } from './features/mailboxes/routes.ts';
import { noticeRoutes, projectNoticeRoutes } from './features/notices/routes.ts';
import { passRoutes, projectPassRoutes } from './features/passes/routes.ts';
import { projectPeopleRoutes } from './features/people/routes.ts';
import { planRoutes } from './features/plan/routes.ts';
import { providerRoutes } from './features/providers/routes.ts';
import { savedFilterRoutes } from './features/saved-filters/routes.ts';
import { grantRoutes } from './features/projects/grant-routes.ts';
import { projectRoutes } from './features/projects/routes.ts';
import { projectReportRoutes, reportRoutes } from './features/reports/routes.ts';
import { deliveryRoutes } from './features/webhooks/delivery-routes.ts';
import { documentWebhooks } from './features/webhooks/document-webhooks.ts';
import { projectWaveRoutes, waveRoutes } from './features/waves/routes.ts';
import { webhookRoutes } from './features/webhooks/routes.ts';
import { projectScriptRoutes } from './features/scripts/routes.ts';
import { logoRoutes, lookRoutes } from './features/templates/look-routes.ts';
import { templateRoutes } from './features/templates/routes.ts';
import { requireSignIn } from './features/workgroups/access.ts';
import { ownWorkgroupRoutes, workgroupSettingsRoutes } from './features/workgroups/own-routes.ts';
import { workgroupRoutes } from './features/workgroups/routes.ts';
import { MEGABYTE_BYTES } from './lib/units.ts';

const LARGEST_BODY_BYTES = 4 * MEGABYTE_BYTES;
/** Of a request with a list of ten thousand mailboxes. */
const LARGEST_LIST_BYTES = 16 * MEGABYTE_BYTES;
const TAKES_LIST = /^\/api\/projects\/[^/]+\/mailboxes\/(?:preview|import)$/;

const limitTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw problem('request-too-large');
    },
  });
const limitBody = limitTo(LARGEST_BODY_BYTES);
const limitList = limitTo(LARGEST_LIST_BYTES);

/** A body that is not JSON would read as an empty one; say so instead. */
const requireJson = createMiddleware<AppEnv>(async (c, next) => {
  const type = c.req.header('content-type');
  if (type !== undefined && c.req.raw.body !== null && !/^application\/([\w.+-]+\+)?json\b/i.test(type)) {
    throw problem('unsupported-media-type');
  }
  await next();
});

/**
 * Says that storage is full before a request begins. The database itself says so only once it needs another page: until
 * then some requests would succeed, and people would not learn why passes wait.
 */
const requireRoom = createMiddleware<AppEnv>(async (c, next) => {
  if (await c.var.deps.isRoomUsedUp?.().catch(() => false)) throw problem('storage-full');
  await next();
});

/** Answers of the API are of the moment and for one person. */
const noStore = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  // Logos alone say otherwise.
  if (c.res.status !== 101 && !c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
});

const secureHeaders = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  // Those of a WebSocket handshake can't be changed.
  if (c.res.status !== 101)
    for (const [name, value] of Object.entries(apiHeaders(c.res.headers))) c.header(name, value);
});

/** What changes something writes an event, which someone may wait for. */
const wakeOutbox = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
  const principal = c.get('principal') as AppEnv['Variables']['principal'] | undefined;
  if (!isSafe && c.res.ok && principal) await c.var.deps.outbox.wake(principal.workgroupId);
});

const signedInRoutes = new Hono<AppEnv>()
  .use(wakeOutbox)
  .use('/account/*', requireSignIn)
  .use('/agents/*', requireSignIn)
  .use('/two-factor-requirement', requireSignIn)
  .use('/workgroup/*', requireSignIn)
  .use('/invitations/*', requireSignIn)
  .use('/api-keys/*', requireSignIn)
  .use('/customers/*', requireSignIn)
  .use('/customer-users/*', requireSignIn)
  .use('/endpoints/*', requireSignIn)
  .use('/events/*', requireSignIn)
  .use('/projects/*', requireSignIn)
  .use('/providers/*', requireSignIn)
  .use('/saved-filters/*', requireSignIn)
  .use('/mailboxes/*', requireSignIn)
  .use('/waves/*', requireSignIn)
  .use('/mailbox-imports/*', requireSignIn)
  .use('/passes/*', requireSignIn)
  .use('/notices/*', requireSignIn)
  .use('/credential-requests/*', requireSignIn)
  .use('/webhooks/*', requireSignIn)
  .use('/messages/*', requireSignIn)
  .use('/mail-settings/*', requireSignIn)
  .use('/templates/*', requireSignIn)
  .use('/look/*', requireSignIn)
  .route('/account', accountRoutes)
  .route('/account/two-factor', twoFactorRoutes)
  .route('/agents', agentAccountRoutes)
  .use('/licences/*', requireSignIn)
  .use('/licence-assignments/*', requireSignIn)
  .use('/licence-orders/*', requireSignIn)
  .use('/licence-ledger/*', requireSignIn)
  .route('/two-factor-requirement', twoFactorRequirementRoutes)
  .route('/workgroups', ownWorkgroupRoutes)
  .route('/workgroup', workgroupSettingsRoutes)
  .route('/agents', agentRoutes)
  .route('/invitations', invitationRoutes)
  .route('/api-keys', apiKeyRoutes)
  .route('/customers', customerRoutes)
  .route('/customers', usersOfCustomerRoutes)
  .route('/customer-users', customerUserRoutes)
  .route('/endpoints', endpointRoutes)
  .route('/events', eventRoutes)
  .route('/providers', providerRoutes)
  .route('/saved-filters', savedFilterRoutes)
  .route('/projects', projectRoutes)
  .route('/projects', grantRoutes)
  .route('/projects', projectMailboxRoutes)
  .route('/projects', projectMailboxListRoutes)
  .route('/projects', projectWaveRoutes)
  .route('/waves', waveRoutes)
  .route('/projects', projectPeopleRoutes)
  .route('/mailbox-imports', mailboxImportRoutes)
  .route('/projects', projectPassRoutes)
  .route('/projects', projectNoticeRoutes)
  .route('/projects', projectScriptRoutes)
  .route('/projects', planRoutes)
  .route('/projects', projectReportRoutes)
  .route('/mailboxes', mailboxRoutes)
  .route('/mailboxes', mailboxTestRoutes)
  .route('/mailboxes', reportRoutes)
  .route('/mailboxes', mailboxInventoryRoutes)
  .route('/projects', projectInventoryRoutes)
  .route('/passes', passRoutes)
  .route('/notices', noticeRoutes)
  .route('/projects', projectRequestRoutes)
  .route('/credential-requests', credentialRequestRoutes)
  .route('/credential-requests', previewRoutes)
  .route('/webhooks', webhookRoutes)
  .route('/webhooks', deliveryRoutes)
  .route('/messages', messageRoutes)
  .route('/mail-settings', mailSettingsRoutes)
  .route('/templates', templateRoutes)
  .route('/templates', templateTestRoutes)
  .route('/look', lookRoutes)
  .route('/customers', customerLicenceRoutes)
  .route('/projects', projectLicenceRoutes)
  .route('/licence-assignments', licenceAssignmentRoutes)
  .route('/licences', licenceRoutes)
  .route('/licence-orders', licenceOrderRoutes)
  .route('/licence-ledger', licenceLedgerRoutes);

const routes = new Hono<AppEnv>()
  .basePath('/api')
  .route('/health', healthRoutes)
  .route('/auth', authRoutes)
  .route('/account', confirmEmailRoutes)
  .route('/logos', logoRoutes)
  .route('/stripe', stripeRoutes)
  .route('/', workgroupRoutes)
  .route('/invitations', guestRoutes)
  .route('/', signedInRoutes);

/** The routes as types, for the app's client. */
export type Api = typeof routes;

/** Makes what the API needs for one request. */
export type ComposeDeps = (c: Context) => Deps;

/** The API, ready to answer. `compose` is called once a request. */
export function createApi(compose: ComposeDeps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set('deps', compose(c));
      await next();
    })
    .use(secureHeaders)
    .use(noStore)
    .use((c, next) => (TAKES_LIST.test(c.req.path) ? limitList : limitBody)(c, next))
    .use(requireRoom)
    .use(requireJson)
    .route('/', documentRoutes(routes, documentWebhooks()))
    .route('/', routes)
    .onError(answerError)
    .notFound(answerNotFound);
}
