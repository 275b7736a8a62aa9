import { join } from 'node:path';
import { readDemoPassword } from './secrets.ts';
import { StartError } from './start-error.ts';
import { readJsonFile, writeWholeFile } from './whole-file.ts';

export type SandboxSide = {
  /** Plain http. */
  url: string;
  /** The same server by its front door, TLS as its Windows speaks it. */
  httpsUrl: string;
  /** The root certificate, PEM, that clients of `httpsUrl` have to trust. */
  caFile: string;
  version: string;
  admin: { username: string; password: string };
  mailboxes: { email: string; password: string }[];
};

/** Where the sandbox takes mail, and shows it. */
type SandboxMail = { smtp: string; url: string };

/** What the sandbox says when it is ready. */
export type Sides = { source: SandboxSide; destination: SandboxSide; mail: SandboxMail };

/** What is in `.sandbox/run.json`, for scripts that use the demo. */
export type Run = Sides & {
  url: string;
  apiKey: string;
  email: string;
  password: string;
  projectId: string;
};

const AGENT = { name: 'Demo Agent', email: 'demo@mailferry.test' };
/** That of every demo before each had its own. */
const FORMER_PASSWORD = 'ferry-across-the-harbour';

/** Signs the demo agent up and prepares the project, over the API; later starts find them again. */
export async function prepareDemo(url: string, stateDir: string, sides: Sides, setupToken: string): Promise<Run> {
  const file = join(stateDir, 'run.json');
  const earlier = readJsonFile(file) as Run | undefined;
  const password = readDemoPassword(stateDir);
  if (earlier) {
    if (earlier.password === FORMER_PASSWORD) await changePassword(url, earlier, password);
    const found = await fetch(`${url}/api/projects/${earlier.projectId}`, { headers: bearer(earlier.apiKey) });
    if (found.ok) {
      const manager = await asManager(url, earlier.apiKey, password);
      if (manager) await setUpMail(url, manager, sides.mail);
      return save(file, { ...earlier, password, url, ...sides });
    }
  }

  const { email } = AGENT;
  const cookie = (await needsOwner(url))
    ? cookieOf(
        await send(url, 'POST', '/api/setup', {}, { workgroupName: 'Harbour IT', ...AGENT, password, setupToken }),
      )
    : await signIn(url, email, password);
  const { key: apiKey } = await call<{ key: string }>(
    url,
    'POST',
    '/api/api-keys',
    { cookie },
    { name: 'Demo', role: 'owner' },
  );

  const endpoint = async (name: string, side: SandboxSide) =>
    call<{ id: string }>(url, 'POST', '/api/endpoints', bearer(apiKey), {
      name,
      // The old provider speaks TLS 1.0 alone: Mailferry reaches it by the gateway.
      url: side.httpsUrl,
      domains: [...new Set(side.mailboxes.map((mailbox) => mailbox.email.split('@')[1]))],
      credentials: side.admin,
    });
  const customer = await call<{ id: string }>(url, 'POST', '/api/customers', bearer(apiKey), customerOf(sides));
  const source = await endpoint('Old provider', sides.source);
  const destination = await endpoint('New provider', sides.destination);
  const project = await call<{ id: string }>(url, 'POST', '/api/projects', bearer(apiKey), {
    name: 'Fjord Trading: old provider to new',
    customerId: customer.id,
    sourceEndpointId: source.id,
    destinationEndpointId: destination.id,
  });
  const targets = new Map(sides.destination.mailboxes.map(({ email: to }) => [to.split('@')[0], to]));
  await call(url, 'POST', `/api/projects/${project.id}/mailboxes`, bearer(apiKey), {
    mailboxes: sides.source.mailboxes.map(({ email: from }) => ({
      sourceEmail: from,
      destinationEmail: targets.get(from.split('@')[0]),
    })),
  });
  await setUpMail(url, bearer(apiKey), sides.mail);
  return save(file, { url, apiKey, email, password, projectId: project.id, ...sides });
}

/** Whose mailboxes the sandbox has. */
function customerOf({ source, destination }: Sides) {
  const domains = [...destination.mailboxes, ...source.mailboxes].map(({ email }) => email.split('@')[1] ?? '');
  const [primaryDomain = 'fjordtrading.example', ...further] = new Set(domains);
  return {
    companyName: 'Fjord Trading',
    primaryDomain,
    domains: further,
    contactName: 'Ingrid Solberg',
    email: `ingrid.solberg@${primaryDomain}`,
    phone: '+47 22 00 12 34',
    address: 'Rådhusgata 12\n0151 Oslo\nNorway',
    timeZone: 'Europe/Oslo',
    language: 'en',
    notes: 'Moves office in spring. Mailboxes of the warehouse team last.',
  };
}

/** Mail goes to the sandbox’s mail host, unless it was set to go elsewhere. */
async function setUpMail(url: string, headers: Record<string, string>, { smtp }: SandboxMail): Promise<void> {
  const settings = await call<{ smtp: unknown; driver: unknown }>(url, 'GET', '/api/mail-settings', headers);
  if (settings.smtp !== null || settings.driver !== null) return;
  await call(url, 'PUT', '/api/mail-settings', headers, {
    driver: 'smtp',
    senderName: 'Harbour IT',
    senderAddress: 'migration@harbour-it.example',
    // By its name: that is what its certificate is for.
    smtp: { host: 'localhost', port: Number(new URL(smtp).port), security: 'starttls' },
  });
}

/** The headers of a manager: the key of an older demo has fewer rights, and its agent may have another password now. */
async function asManager(url: string, apiKey: string, password: string): Promise<Record<string, string> | undefined> {
  const asked = await fetch(`${url}/api/mail-settings`, { headers: bearer(apiKey) });
  if (asked.ok) return bearer(apiKey);
  try {
    return { cookie: await signIn(url, AGENT.email, password) };
  } catch {
    return undefined;
  }
}

/** Whether nobody has signed up yet. */
export async function needsOwner(url: string): Promise<boolean> {
  return (await call<{ needsOwner: boolean }>(url, 'GET', '/api/setup', {})).needsOwner;
}

async function signIn(url: string, email: string, password: string): Promise<string> {
  return cookieOf(await send(url, 'POST', '/api/auth/sign-in/email', {}, { email, password }));
}

function cookieOf({ headers }: Response): string {
  return headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ');
}

/** Gives the agent of an older demo a password of its own, unless that was done before and only not written down. */
async function changePassword(url: string, { email, password: former }: Run, password: string): Promise<void> {
  const body = { email, password: former };
  const headers = { 'content-type': 'application/json', origin: url };
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (signedIn.status === 401) return;
  const change = { currentPassword: former, newPassword: password };
  await send(url, 'POST', '/api/auth/change-password', { cookie: cookieOf(signedIn) }, change);
}

function save(file: string, run: Run): Run {
  writeWholeFile(file, run);
  return run;
}

function bearer(apiKey: string): Record<string, string> {
  return { authorization: `Bearer ${apiKey}` };
}

async function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Response> {
  const response = await fetch(url + path, {
    method,
    headers: { ...headers, origin: url, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok)
    throw new StartError(
      `The demo could not be set up: ${method} ${path} answered ${response.status} ${await response.text()}`,
    );
  return response;
}

async function call<T>(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<T> {
  return (await (await send(url, method, path, headers, body)).json()) as T;
}
