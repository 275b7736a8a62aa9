import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { requireServers } from '../mailboxes/present-with-issues.ts';
import { requireOpenProject } from '../projects/require-project.ts';
import { listPeople } from './list-people.ts';
import { People, PeopleRequest } from './schema.ts';

/** Mounted at `/projects`. */
export const projectPeopleRoutes = new Hono<AppEnv>().post(
  '/:id/people',
  describe({
    tag: 'Mailboxes',
    action: 'mailbox.create',
    summary: 'List the people on the source server',
    description:
      'Reads the address list that the administrator account of the source endpoint sees, a part at a time. Groups, mail contacts and whoever is hidden from the list are left out. Changes nothing on the server and stores nothing.',
    answers: { 200: People },
    events: { none: 'It stores nothing.' },
    problems: {
      404: ['project-not-found'],
      409: ['project-archived'],
      422: [
        'people-account-missing',
        'people-refused',
        'people-not-offered',
        'people-cursor-invalid',
        'endpoint-address-not-allowed',
        'endpoint-certificate-changed',
        'endpoint-certificate-untrusted',
        'endpoint-credentials-needed',
        'endpoint-credentials-refused',
        'endpoint-exchange-online',
        'endpoint-extended-protection',
        'endpoint-gateway-unreachable',
        'endpoint-line-re-encrypted',
        'endpoint-not-exchange',
        'endpoint-oauth-only',
        'endpoint-proxy-refused',
        'endpoint-server-busy',
        'endpoint-sign-in-unsupported',
        'endpoint-tls-unsupported',
        'endpoint-unknown-host',
        'endpoint-unreachable',
        'validation-failed',
      ],
      429: ['too-many-attempts'],
    },
  }),
  valid('json', PeopleRequest),
  async (c) => {
    const { deps, principal } = c.var;
    const project = await requireOpenProject(c, c.req.param('id'));
    const { source } = await requireServers(deps, project);
    return c.json(await listPeople(deps, principal, project, source, c.req.valid('json')));
  },
);
