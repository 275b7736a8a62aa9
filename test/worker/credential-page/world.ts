import type { Hono } from 'hono';
import type { AppEnv } from '../../../worker/features/kernel/app.ts';
import type { ProbeRequest, ProbeResult } from '../../../worker/features/kernel/deps.ts';
import { createPage } from '../../../worker/page.ts';
import type { Ask, Harness, Loose } from '../harness.ts';
import { ADMIN, createHarness, ORIGIN, signUp } from '../harness.ts';

export const RIGHT = 'the right password';

/** What a server says to a wrong password. */
export const WRONG: ProbeResult = fault('credentials', 'http-401');

export function fault(kind: Extract<ProbeResult, { ok: false }>['kind'], code: string): ProbeResult {
  return { ok: false, version: null, authSchemes: ['basic'], kind, code, message: 'Said by the server.' };
}

export const ACCEPTED: ProbeResult = { ok: true, version: null, authSchemes: ['basic'] };

type PageAnswer = { status: number; headers: Headers; text: string };

export type Link = {
  requestId: string;
  mailboxId: string;
  token: string;
  path: string;
  /** The page. */
  get: (more?: string, headers?: Record<string, string>) => Promise<PageAnswer>;
  /** As the browser posts the form. */
  post: (fields: Record<string, string>, headers?: Record<string, string>, more?: string) => Promise<PageAnswer>;
  /** The request as agents see it. */
  seen: () => Promise<Loose>;
};

export type World = {
  harness: Harness;
  ask: Ask;
  workgroupId: string;
  clock: { now: number };
  page: Hono<AppEnv>;
  /** What the servers are asked. */
  probes: ProbeRequest[];
  /** What they say; changed by tests. */
  server: { says: (request: ProbeRequest) => ProbeResult | Promise<ProbeResult> };
  logged: string[];
  projectId: string;
  /** Adds mailboxes whose owners are asked, starts a pass on them, and copies their links. */
  links: (...names: string[]) => Promise<Link[]>;
  linkOf: (requestId: string, mailboxId: string) => Promise<Link>;
};

export type WorldOptions = {
  /** Whose credentials are missing. */
  sides?: 'source' | 'destination' | 'both';
  mailbox?: Record<string, unknown>;
  customer?: Record<string, unknown>;
};

/** Where `cf-connecting-ip` states the client's address. */
const HEADER = 'cf-connecting-ip';

export async function createWorld({ sides = 'source', mailbox = {}, customer }: WorldOptions = {}): Promise<World> {
  const clock = { now: Date.now() };
  const probes: ProbeRequest[] = [];
  const logged: string[] = [];
  const server: World['server'] = {
    says: ({ credentials }) => (credentials?.password === RIGHT ? ACCEPTED : WRONG),
  };
  const write = (event: string, facts?: Record<string, unknown>) => void logged.push(JSON.stringify([event, facts]));
  const harness = createHarness({
    now: () => clock.now,
    probe: async (request) => {
      if (request.once === undefined) return ACCEPTED;
      probes.push(request);
      return server.says(request);
    },
    log: { info: write, error: write },
    settings: { openSignUp: false, clientAddressHeader: HEADER, addresses: { allowPrivate: false } },
  });
  const { ask, workgroupId } = await signUp(harness);
  const endpoint = async (name: string, hasAdmin: boolean): Promise<string> => {
    const url = `https://mail.${name}.example/EWS/Exchange.asmx`;
    const body = { name, url, ...(hasAdmin && { credentials: ADMIN }) };
    return String((await ask('POST', '/api/endpoints', { body })).body.id);
  };
  const customerId = customer && (await ask('POST', '/api/customers', { body: customer })).body.id;
  const project = await ask('POST', '/api/projects', {
    body: {
      name: 'Contoso',
      sourceEndpointId: await endpoint('old', sides === 'destination'),
      destinationEndpointId: await endpoint('new', sides === 'source'),
      ...(customerId && { customerId }),
    },
  });
  const projectId = String(project.body.id);
  const page = createPage(() => harness.deps);

  const linkOf = async (requestId: string, mailboxId: string): Promise<Link> => {
    const made = await ask('POST', `/api/credential-requests/${requestId}/link`);
    if (made.status !== 201) throw new Error(`Copying a link answered ${JSON.stringify(made.body)}`);
    const path = new URL(String(made.body.url)).pathname;
    const send = async (to: string, init: RequestInit): Promise<PageAnswer> => {
      const response = await page.request(`${ORIGIN}${to}`, init);
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    return {
      requestId,
      mailboxId,
      token: path.slice('/r/'.length),
      path,
      get: (more = '', headers = {}) => send(`${path}${more}`, { headers }),
      post: (fields, headers = {}, more = '') =>
        send(`${path}${more}`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: new URLSearchParams(fields).toString(),
        }),
      seen: async () => {
        const { body } = await ask('GET', `/api/projects/${projectId}/credential-requests?limit=200`);
        return body.items.find((item: { id: string }) => item.id === requestId);
      },
    };
  };

  const links = async (...names: string[]): Promise<Link[]> => {
    const mailboxes = names.map((name) => ({
      sourceEmail: `${name}@old.example`,
      destinationEmail: `${name}@new.example`,
      ...mailbox,
    }));
    const added = await ask('POST', `/api/projects/${projectId}/mailboxes`, { body: { mailboxes } });
    if (added.status !== 201) throw new Error(`Adding mailboxes answered ${JSON.stringify(added.body)}`);
    const mailboxIds = added.body.items.map(({ id }: { id: string }) => id);
    const pass = await ask('POST', `/api/projects/${projectId}/passes`, { body: { type: 'full', mailboxIds } });
    if (pass.status !== 201) throw new Error(`Starting the pass answered ${JSON.stringify(pass.body)}`);
    const { body } = await ask('GET', `/api/projects/${projectId}/credential-requests?limit=200`);
    const requests = new Map<string, string>(
      body.items.map((item: { id: string; mailboxId: string }) => [item.mailboxId, item.id]),
    );
    return Promise.all(mailboxIds.map((id: string) => linkOf(String(requests.get(id)), id)));
  };

  return { harness, ask, workgroupId, clock, page, probes, server, logged, projectId, links, linkOf };
}

/** What the form of a source mailbox sends. */
export const answer = (password: string, login = 'ann@old.example') => ({
  sourceLogin: login,
  sourcePassword: password,
});

/** The client's address of a request. */
export const from = (address: string): Record<string, string> => ({ [HEADER]: address });
