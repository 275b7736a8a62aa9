import type { CredentialLimiter } from './credential-limiter.ts';
import type { EmailBinding } from '../platform/email-binding.ts';
import type { MailboxLedger } from './mailbox-ledger.ts';
import type { ProjectCoordinator } from './project-coordinator.ts';

/** What others ask of the WorkgroupOutbox. */
type Outbox = Rpc.DurableObjectBranded & { wake(workgroupId: string): Promise<void> };

/** Bindings and settings of the Worker; see wrangler.toml. Secrets: BETTER_AUTH_SECRET, VAULT_KEY, GATEWAY_TOKEN. */
export type Env = {
  DB: D1Database;
  ASSETS: Fetcher;
  PROJECT_COORDINATOR: DurableObjectNamespace<ProjectCoordinator>;
  MAILBOX_LEDGER: DurableObjectNamespace<MailboxLedger>;
  CREDENTIAL_LIMITER: DurableObjectNamespace<CredentialLimiter>;
  WORKGROUP_OUTBOX: DurableObjectNamespace<Outbox>;
  /** Cloudflare Email Service, where wrangler.toml binds it. */
  EMAIL?: EmailBinding;
  /** Only on one computer: answers 507 while its disk is full, and keeps the outbox. */
  COMPUTER?: Fetcher;
  BETTER_AUTH_SECRET: string;
  /** 32 random bytes in base64. */
  VAULT_KEY: string;
  VAULT_KEY_ID?: string;
  /** JSON object of key ids and keys that still open what they sealed. */
  VAULT_OLD_KEYS?: string;
  /** Net prices of licences, such as "12.50", in LICENCE_CURRENCY (ISO 4217), and what a Mailbox licence covers. */
  LICENCE_CURRENCY?: string;
  LICENCE_MAILBOX_PRICE?: string;
  LICENCE_USER_BUNDLE_PRICE?: string;
  LICENCE_MAILBOX_LIMIT_GB?: string;
  /** Secrets of an account at Stripe: with both, licences can be paid by card. */
  STRIPE_SECRET_KEY?: string;
  STRIPE_WEBHOOK_SECRET?: string;
  /** Where the platform says from which address a request comes, such as `cf-connecting-ip`. Set where it can't be forged. */
  CLIENT_ADDRESS_HEADER?: string;
  /** Secret: the token that the first owner must enter. On one computer `npm start` creates and prints it. */
  SETUP_TOKEN?: string;
  /** Its own address, such as `https://mailferry.example`: it answers under no other host but this computer's. */
  PUBLIC_URL?: string;
  /** "true": it runs on one computer, and answers under that computer's own addresses alone, and PUBLIC_URL. */
  ONE_COMPUTER?: string;
  /** Secret, on one computer: with it the local server runs the schedule; nobody else can. */
  SCHEDULE_KEY?: string;
  /** How long events are kept, in days. Not set, or empty: for ever. */
  EVENT_RETENTION_DAYS?: string;
  /** "true": anyone may sign up, each with a workgroup of their own. */
  OPEN_SIGN_UP?: string;
  /** "true": http and private addresses are taken as endpoints. For the sandbox and for tests. */
  ALLOW_PRIVATE_ENDPOINTS?: string;
  /** Ports that servers may use in addition to 443, such as "8443,4443". */
  ALLOWED_PORTS?: string;
  /**
   * A resolver that answers DNS queries in JSON over https. Names are looked up there before anything connects to them, and
   * SRV records of autodiscover. Without one, neither is.
   */
  DNS_RESOLVER_URL?: string;
  /** JSON of host names and origins that stand for them: autodiscover on one computer. Needs ALLOW_PRIVATE_ENDPOINTS. */
  AUTODISCOVER_HOSTS?: string;
  /** A gateway for old TLS, private networks and company proxies: https://…, or http:// on the same computer. */
  GATEWAY_URL?: string;
  /** Secret: the token with which grants for the gateway are signed. */
  GATEWAY_TOKEN?: string;
  /** "true": a company proxy is in between, and no server is tried without the gateway. */
  GATEWAY_FIRST?: string;
  /** On one computer: the address that `npm start` prints; links lead there if there is no PUBLIC_URL. */
  LOCAL_URL?: string;
  /** Requests to receivers of webhooks that may wait for an answer at the same time, in one workgroup. */
  WEBHOOK_CONNECTIONS?: string;
  /** How long receivers of webhooks may take to answer, in ms. */
  WEBHOOK_TIMEOUT_MS?: string;
  /** How long a slice works before it hands its slot on, in ms. */
  SLICE_MS?: string;
  /** How often a slice reports and asks for orders, in ms. */
  HEARTBEAT_MS?: string;
  /** How many slices run concurrently where they share memory: in one isolate, or on one computer. */
  SLICES_AT_ONCE?: string;
  /** How long a silent slice keeps its lease, and an unanswered start its turn, in ms. */
  LEASE_MS?: string;
  /** How long a server may leave us without a byte of its answer, in ms; and how long a look takes at one without any. */
  ANSWER_TIMEOUT_MS?: string;
  /** Longest wait after a fault, in ms; without, as long as the fault asks for. */
  LONGEST_WAIT_MS?: string;
  /** How long after an upload began its outcome may still be open, in ms. */
  DOUBT_WAIT_MS?: string;
  /** Connections to a server that takes NTLM alone, in one slice. */
  SOCKETS_PER_SIDE?: string;
  /** Concurrent batches of one slice. */
  COPY_CONCURRENCY?: string;
  /** Calls out of an invocation that the platform allows, at least 300: `limits.subrequests` of wrangler.toml. */
  SUBREQUEST_LIMIT?: string;
  /** Database statements of an invocation that the platform allows. */
  STATEMENT_LIMIT?: string;
};

declare global {
  namespace Cloudflare {
    // What `cloudflare:workers` and the test plugin take as the type of the bindings.
    interface Env extends MailferryEnv {}
  }
}

type MailferryEnv = Env;
