import { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import { CERTIFICATE_REASONS, HANDSHAKE_FAILURES } from '../../lib/tls-facts.ts';
import { GLOSSARY } from '../../lib/glossary.ts';
import { VERSION } from '../../lib/version.ts';
import type { AppEnv } from './app.ts';

const text = { type: 'string' as const };

const TERMS = Object.entries(GLOSSARY).map(([term, meaning]) => `- **${term}**: ${meaning}`);
const DESCRIPTION = `Moves mailboxes between Exchange servers. The app uses this API for everything it does.

## Terms

${TERMS.join('\n')}`;

const TAGS = [
  { name: 'Sign-in', description: 'Sign in, sign out, change or reset the password.' },
  { name: 'Account', description: 'What an agent sets for themselves: profile, e-mail, sessions, two-factor sign-in.' },
  { name: 'Workgroup', description: GLOSSARY.workgroup },
  { name: 'Agents', description: GLOSSARY.agent },
  { name: 'API keys', description: GLOSSARY['API key'] },
  { name: 'Customers', description: GLOSSARY.customer },
  { name: 'Providers', description: GLOSSARY['provider directory'] },
  { name: 'Endpoints', description: GLOSSARY.endpoint },
  { name: 'Projects', description: GLOSSARY.project },
  { name: 'Mailboxes', description: GLOSSARY.mailbox },
  { name: 'Waves', description: GLOSSARY.wave },
  { name: 'Saved filters', description: GLOSSARY['saved filter'] },
  { name: 'Passes', description: GLOSSARY.pass },
  { name: 'Inventories', description: GLOSSARY.inventory },
  { name: 'Credential requests', description: GLOSSARY['credential request'] },
  { name: 'Scripts', description: GLOSSARY.script },
  { name: 'Events', description: GLOSSARY.event },
  { name: 'Webhooks', description: GLOSSARY.webhook },
  { name: 'Messages', description: GLOSSARY.message },
  { name: 'Notices', description: GLOSSARY.notice },
  { name: 'Templates', description: GLOSSARY.template },
  { name: 'Licences', description: GLOSSARY.licence },
  { name: 'Service', description: 'Check whether Mailferry runs.' },
];

/** Of problems with a server's certificate: what the server showed. */
const CERTIFICATE_SCHEMA = {
  type: 'object' as const,
  description: 'The certificate that the server presented.',
  required: ['sha256', 'subject', 'issuer', 'names', 'notBefore', 'notAfter'],
  properties: {
    sha256: { ...text, description: 'SHA-256 over the DER, lower-case hex: the fingerprint to compare.' },
    subject: text,
    issuer: text,
    names: { type: 'array' as const, items: text },
    notBefore: text,
    notAfter: text,
  },
};

const PROBLEM_SCHEMA = {
  type: 'object' as const,
  description: 'A problem as in RFC 9457. Programs use `code`; people read `cause` and `remedy`.',
  required: ['type', 'title', 'status', 'code', 'detail', 'cause', 'remedy'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { type: 'string' as const },
    detail: { type: 'string' as const },
    cause: { type: 'string' as const },
    remedy: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['path', 'message'],
        properties: { path: { type: 'string' as const }, message: { type: 'string' as const } },
      },
    },
    reason: {
      type: 'string' as const,
      enum: [...CERTIFICATE_REASONS],
      description: 'For `endpoint-certificate-untrusted`: the most important of `reasons`.',
    },
    reasons: { type: 'array' as const, items: { type: 'string' as const, enum: [...CERTIFICATE_REASONS] } },
    certificate: CERTIFICATE_SCHEMA,
    host: { ...text, description: 'For connection problems: the host that Mailferry tried to reach.' },
    how: {
      type: 'string' as const,
      enum: [...HANDSHAKE_FAILURES],
      description: 'For `endpoint-tls-unsupported`: how the handshake failed.',
    },
    offers: { ...text, description: 'For `endpoint-tls-unsupported`: what the server supports, if known.' },
    retryAfterSeconds: {
      type: 'integer' as const,
      description: 'For `too-many-attempts`: how long to wait, as in the Retry-After header.',
    },
  },
};

/** What Mailferry itself sends, by type, and the schemas of its bodies. */
type DocumentedWebhooks = { webhooks: Record<string, object>; schemas: Record<string, object> };

/** `/api/openapi.json`: the OpenAPI 3.1 document of the routes, made from their own schemas. */
export function documentRoutes(routes: Hono<AppEnv>, { webhooks, schemas }: DocumentedWebhooks): Hono<AppEnv> {
  // Kept once it is whole: a promise of one request must not be awaited in another.
  let document: object | undefined;
  return new Hono<AppEnv>().get('/api/openapi.json', async (c) => {
    document ??= await generateSpecs(routes, {
      documentation: {
        info: {
          title: 'Mailferry',
          version: VERSION,
          description: DESCRIPTION,
          license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
        },
        tags: TAGS,
        servers: [{ url: '/' }],
        security: [{ apiKey: [] }, { session: [] }],
        webhooks,
        components: {
          schemas: { Problem: PROBLEM_SCHEMA, ...schemas },
          securitySchemes: {
            apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the workgroup: `mf_…`.' },
            session: { type: 'apiKey', in: 'cookie', name: 'mailferry.session_token' },
          },
        },
      },
      defaultValidationErrorResponse: false,
    });
    return c.json(document);
  });
}
