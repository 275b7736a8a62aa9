import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { validOptionalJson } from '../kernel/read-json.ts';
import { valid } from '../kernel/validate.ts';
import { addEndpoint } from './add-endpoint.ts';
import { changeEndpoint } from './change-endpoint.ts';
import { copyEndpoint } from './copy-endpoint.ts';
import { endpointDeleted } from './endpoint-events.ts';
import { endpointInUse } from './endpoint-in-use.ts';
import { problem } from './errors.ts';
import { presentEndpoint, presentEndpoints, presentFinding } from './present-endpoint.ts';
import { refreshHealth } from './probe-endpoint.ts';
import { presentReport, ProbeReportPage, TestedEndpoint } from './report/present-report.ts';
import { listReports } from './report/report-store.ts';
import { findServer, placeOf, type Finding } from './find-server.ts';
import { isLookedAt, limitedLook, triedBy } from './limited-look.ts';
import {
  DiscoverBody,
  Discovery,
  Endpoint,
  EndpointChange,
  EndpointCopy,
  EndpointPage,
  EndpointQuery,
  EndpointRequest,
  ProbeBody,
  ProbeQuery,
} from './schema.ts';
import { searchEndpoints } from './search-endpoints.ts';
import { deleteEndpoint, getEndpoint } from './store.ts';
import type { EndpointRow } from './table.ts';
import { requireTrustRight } from './trust.ts';

const tag = 'Endpoints';

const PROBE_PROBLEMS = [
  'endpoint-url-invalid',
  'endpoint-address-not-allowed',
  'endpoint-unknown-host',
  'endpoint-unreachable',
  'endpoint-certificate-untrusted',
  'endpoint-certificate-changed',
  'endpoint-tls-unsupported',
  'endpoint-line-re-encrypted',
  'endpoint-proxy-refused',
  'endpoint-gateway-unreachable',
  'endpoint-not-exchange',
  'endpoint-exchange-online',
  'endpoint-oauth-only',
  'endpoint-sign-in-unsupported',
  'endpoint-extended-protection',
  'endpoint-credentials-refused',
  'endpoint-access-denied',
  'endpoint-server-busy',
  'endpoint-not-discovered',
  'endpoint-sign-in-needed',
  'endpoint-consent-needed',
  'endpoint-mailbox-unknown',
  'validation-failed',
] as const;

const TOO_MANY = { 429: ['too-many-attempts'] };

async function requireEndpoint(c: AppContext, endpointId: string): Promise<EndpointRow> {
  const row = await getEndpoint(c.var.deps.db, c.var.principal.workgroupId, endpointId);
  if (!row) throw problem('endpoint-not-found');
  return row;
}

export const endpointRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'endpoint.read', summary: 'List endpoints, latest first', answers: { 200: EndpointPage } }),
    valid('query', EndpointQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { limit, ...wanted } = c.req.valid('query');
      const rows = await searchEndpoints(deps.db, principal.workgroupId, { ...wanted, limit: limit + 1 });
      const page = cutPage(rows, limit);
      const items = await presentEndpoints(deps, principal, page.rows);
      return c.json({ items, nextCursor: page.nextCursor });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'endpoint.create',
      summary: 'Add an endpoint',
      description: 'Tests the connection first. If the test fails, nothing is stored.',
      answers: { 201: Endpoint },
      events: ['endpoint.created', 'certificate.trusted'],
      problems: { 403: ['forbidden', 'endpoint-trust-not-allowed'], 422: PROBE_PROBLEMS, ...TOO_MANY },
    }),
    valid('query', ProbeQuery),
    valid('json', EndpointRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const probe = c.req.valid('query').probe === 'true';
      const request = c.req.valid('json');
      const add = () => addEndpoint(deps, principal, request, { probe });
      const how = { tried: triedBy(request), provesPassword: probe };
      const row = await limitedLook(deps, principal, how, add);
      return c.json(await presentEndpoint(deps, principal, row), 201);
    },
  )
  .post(
    '/discover',
    describe({
      tag,
      action: 'endpoint.discover',
      summary: 'Find the server of a domain or an e-mail address',
      description:
        'Uses Autodiscover and reports everything it tried. Stores nothing, and sends no password to a host outside the domain without consent.',
      answers: { 200: Discovery },
      events: { none: 'It stores nothing.' },
      problems: {
        403: ['forbidden', 'endpoint-trust-not-allowed'],
        422: ['endpoint-url-invalid', 'endpoint-address-not-allowed', 'endpoint-exchange-online', 'validation-failed'],
        ...TOO_MANY,
      },
    }),
    valid('json', DiscoverBody),
    async (c) => {
      const { address, username, password, consentHosts, trustedCertificates } = c.req.valid('json');
      requireTrustRight(c.var.principal, { trustedCertificates });
      const place = placeOf(address);
      const name = username ?? place.email;
      const credentials = password !== undefined && name !== undefined ? { username: name, password } : undefined;
      const means = { credentials, consentHosts, ...(trustedCertificates && { trustedCertificates }) };
      const { deps, principal } = c.var;
      const tried = triedBy({ domain: address, credentials, consentHosts });
      const find = () => findServer(deps, place, means);
      const codeOf = (found: Finding) => found.problem?.problem.code;
      // A server may be found without anyone asking for the password.
      const how = { tried, provesPassword: false, codeOf };
      return c.json(presentFinding(await limitedLook(deps, principal, how, find)));
    },
  )
  .get(
    '/:id',
    describe({
      tag,
      action: 'endpoint.read',
      summary: 'Get an endpoint',
      answers: { 200: Endpoint },
      problems: { 404: ['endpoint-not-found'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      return c.json(await presentEndpoint(deps, principal, await requireEndpoint(c, c.req.param('id'))));
    },
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'endpoint.update',
      summary: 'Change an endpoint',
      description:
        'If the address, credentials, impersonation or a trusted certificate change, the connection is tested first.',
      answers: { 200: Endpoint },
      events: ['endpoint.updated', 'certificate.trusted', 'certificate.trust-ended'],
      problems: {
        403: ['forbidden', 'endpoint-trust-not-allowed'],
        404: ['endpoint-not-found'],
        409: ['endpoint-busy'],
        422: [...PROBE_PROBLEMS, 'endpoint-credentials-needed'],
        ...TOO_MANY,
      },
    }),
    valid('query', ProbeQuery),
    valid('json', EndpointChange),
    async (c) => {
      const row = await requireEndpoint(c, c.req.param('id'));
      const probe = c.req.valid('query').probe === 'true';
      const { deps, principal } = c.var;
      const change = c.req.valid('json');
      const make = () => changeEndpoint(deps, principal, row, change, { probe });
      // What neither looks at a server nor gives a password is not limited.
      const changed = isLookedAt(change)
        ? await limitedLook(deps, principal, { tried: triedBy(change, row), provesPassword: probe }, make)
        : await make();
      return c.json(await presentEndpoint(deps, principal, changed));
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'endpoint.delete',
      summary: 'Delete an endpoint that no project uses',
      answers: { 204: 'The endpoint is deleted.' },
      events: ['endpoint.deleted'],
      problems: { 404: ['endpoint-not-found'], 409: ['endpoint-in-use'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireEndpoint(c, c.req.param('id'));
      const event = endpointDeleted(deps, principal, row);
      const outcome = await deleteEndpoint(deps.db, principal.workgroupId, row.id, event);
      if (outcome === 'not-found') throw problem('endpoint-not-found');
      if (outcome === 'in-use') throw await endpointInUse(deps, principal, row.id);
      return c.body(null, 204);
    },
  )
  .post(
    '/:id/copy',
    describe({
      tag,
      action: 'endpoint.create',
      summary: 'Copy an endpoint',
      description:
        'The copy has everything but the password and the trusted certificates: each is given for one endpoint. Contacts no server.',
      answers: { 201: Endpoint },
      events: ['endpoint.created'],
      problems: { 404: ['endpoint-not-found'] },
      requestBody: EndpointCopy,
    }),
    validOptionalJson(EndpointCopy),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireEndpoint(c, c.req.param('id'));
      const copy = await copyEndpoint(deps, principal, row, c.req.valid('json').name);
      return c.json(await presentEndpoint(deps, principal, copy), 201);
    },
  )
  .post(
    '/:id/probe',
    describe({
      tag,
      action: 'endpoint.test',
      summary: 'Test the connection',
      description:
        'Returns the endpoint with its health, good or bad, and a report: one finding for each check. The report is kept. Nothing is changed on the server. The body is optional.',
      answers: { 200: TestedEndpoint },
      events: ['endpoint.tested'],
      problems: {
        404: ['endpoint-not-found'],
        422: ['endpoint-credentials-needed', 'validation-failed'],
        ...TOO_MANY,
      },
      requestBody: ProbeBody,
    }),
    validOptionalJson(ProbeBody),
    async (c) => {
      const row = await requireEndpoint(c, c.req.param('id'));
      const { mailbox } = c.req.valid('json');
      const { deps, principal } = c.var;
      const { url, username } = row;
      const tried = username === null ? undefined : { account: { place: url, username }, ledTo: [] };
      const look = () => refreshHealth(deps, principal, row, mailbox);
      const codeOf = (seen: Awaited<ReturnType<typeof look>>) => seen.code;
      const tested = await limitedLook(deps, principal, { tried, provesPassword: true, codeOf }, look);
      const { id: _id, ...report } = presentReport(tested.report);
      return c.json({ ...(await presentEndpoint(deps, principal, tested.row)), ...report });
    },
  )
  .get(
    '/:id/reports',
    describe({
      tag,
      action: 'endpoint.read',
      summary: 'List the reports of connection tests, latest first',
      answers: { 200: ProbeReportPage },
      problems: { 404: ['endpoint-not-found'] },
    }),
    valid('query', PageQuery),
    async (c) => {
      const { id, workgroupId } = await requireEndpoint(c, c.req.param('id'));
      const { limit, cursor } = c.req.valid('query');
      const rows = await listReports(c.var.deps.db, workgroupId, id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentReport), nextCursor: page.nextCursor });
    },
  );
