import { join } from 'node:path';
import type { Sides } from './demo.ts';
import type { GatewaySettings } from './gateway-process.ts';
import { notePids } from './leftovers.ts';
import type { LocalOptions } from './options.ts';
import type { Part } from './parts.ts';
import { startPart } from './parts.ts';
import { readSecrets } from './secrets.ts';

const DNS_RESOLVER_URL = 'https://cloudflare-dns.com/dns-query';
/** Settings of the Worker that the environment changes; see worker/runtime/passes/env.ts. */
const SETTINGS = [
  'ALLOWED_PORTS',
  'COPY_CONCURRENCY',
  'DOUBT_WAIT_MS',
  'EVENT_RETENTION_DAYS',
  'HEARTBEAT_MS',
  'LICENCE_CURRENCY',
  'LICENCE_MAILBOX_LIMIT_GB',
  'LICENCE_MAILBOX_PRICE',
  'LICENCE_USER_BUNDLE_PRICE',
  'LEASE_MS',
  'SLICE_MS',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
];

export type ServerPlace = {
  root: string;
  stateDir: string;
  /** Where the databases are. */
  persist: string;
  pidsFile: string;
  /** Certificates (PEM) to trust in addition to the public authorities. */
  caFile: string;
};

/** Starts Mailferry's server, server.ts. `gateway` is how it reaches the gateway, `setupToken` what its first owner has to name; `say` gets each line of its errors. */
export function startServer(
  { root, stateDir, persist, pidsFile, caFile }: ServerPlace,
  options: LocalOptions,
  gateway: GatewaySettings,
  sides: Sides | undefined,
  setupToken: string,
  say: (line: string) => void,
): Promise<Part> {
  const vars = {
    ...readSecrets(stateDir),
    ...gateway,
    SETUP_TOKEN: setupToken,
    // The gateway looks every name up and connects to what it has checked; the runtime itself would go anywhere.
    ...(!options.allowPrivateEndpoints && { GATEWAY_FIRST: 'true' }),
    LOCAL_URL: `http://127.0.0.1:${options.port}`,
    ...(options.publicUrl !== undefined && { PUBLIC_URL: options.publicUrl }),
    ...(options.allowPrivateEndpoints && { ALLOW_PRIVATE_ENDPOINTS: 'true' }),
    DNS_RESOLVER_URL,
    ...(sides && { AUTODISCOVER_HOSTS: JSON.stringify(autodiscoverHosts(sides)) }),
    ...Object.fromEntries(SETTINGS.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  };
  const env = {
    MAILFERRY_PORT: String(options.port),
    MAILFERRY_STATE: persist,
    MAILFERRY_PIDS: pidsFile,
    MAILFERRY_VARS: JSON.stringify(vars),
    // wrangler hands these on to the runtime.
    NODE_EXTRA_CA_CERTS: caFile,
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
  };
  return startPart('Mailferry', join(root, 'worker/local/server.ts'), [], env, {
    spawned: (pid) => notePids(pidsFile, [pid]),
    say,
  });
}

/** No DNS knows the domains of the sandbox: where their autodiscover is. */
function autodiscoverHosts(sides: Sides): Record<string, string> {
  const entries = [sides.source, sides.destination].flatMap(({ httpsUrl, mailboxes }) =>
    mailboxes.map(({ email }) => [`autodiscover.${email.split('@')[1] ?? ''}`, new URL(httpsUrl).origin] as const),
  );
  return Object.fromEntries(entries);
}
