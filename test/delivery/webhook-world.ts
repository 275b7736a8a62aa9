import { randomFillSync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { eventStatement } from '../../worker/features/events/event-statement.ts';
import type { NewEvent } from '../../worker/features/events/event.ts';
import { SYSTEM } from '../../worker/features/events/event.ts';
import type { Db } from '../../worker/features/kernel/db.ts';
import type { Deps } from '../../worker/features/kernel/deps.ts';
import type { Principal } from '../../worker/features/kernel/principal.ts';
import { addWebhook } from '../../worker/features/webhooks/create-webhook.ts';
import { createWebhookReader } from '../../worker/features/webhooks/read-events.ts';
import { projects } from '../../worker/features/projects/table.ts';
import { customers } from '../../worker/features/customers/table.ts';
import { endpoints } from '../../worker/features/endpoints/table.ts';
import { organization } from '../../worker/features/workgroups/table.ts';
import { createIdSource } from '../../worker/lib/ids.ts';
import { drain } from '../../worker/runtime/delivery/drain.ts';
import { createPlace } from '../../worker/runtime/delivery/place.ts';
import { createWebhookSender } from '../../worker/runtime/delivery/webhook-sender.ts';
import { createVault } from '../../worker/runtime/platform/vault.ts';
import type { Fetch } from '../../worker/runtime/platform/http.ts';
import { openSqliteD1 } from '../fakes/sqlite-d1.ts';

const VAULT_KEYS = { currentId: 'k1', keys: { k1: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=' } };
const PUBLIC_URL = 'https://mailferry.example';
export const START = Date.parse('2026-11-29T12:00:00Z');

/** Webhooks over the real tables, reader, drain and sender; time, receivers and the fate of processes are the test's. */
export async function createWebhookWorld() {
  const random = (bytes: Uint8Array): void => void randomFillSync(bytes);
  const { db, dbWith, close } = openSqliteD1();
  const clock = { now: START };
  const now = () => clock.now;
  const newId = createIdSource(now, random);
  const vault = createVault(VAULT_KEYS, random);
  const woken: string[] = [];
  const logged: unknown[][] = [];
  const paused: { webhookId: string; reason: string }[] = [];
  const deps = {
    db,
    now,
    newId,
    random,
    vault,
    log: { info: () => {}, error: (...values: unknown[]) => void logged.push(values) },
    outbox: { wake: async (workgroupId: string) => void woken.push(workgroupId) },
    settings: { openSignUp: false, addresses: { allowPrivate: true }, publicUrl: PUBLIC_URL },
  } as unknown as Deps;

  const addWorkgroup = async (id: string): Promise<Principal> => {
    await db.insert(organization).values({ id, name: id, slug: id, createdAt: new Date(clock.now) });
    return {
      workgroupId: id,
      role: 'owner',
      actorId: `agt_${id}`,
      actorName: 'Ada Owner',
      agentId: `agt_${id}`,
      scopes: [],
      onBehalfOf: { agentId: `agt_${id}`, role: 'owner' },
    };
  };
  const addProject = async (workgroupId: string, id: string): Promise<void> => {
    const endpoint = {
      id: `end_${id}`,
      workgroupId,
      name: 'Old',
      url: 'https://old.example/EWS/Exchange.asmx',
      domains: [],
      useImpersonation: false,
      authSchemes: [],
      health: 'unknown' as const,
      createdAt: clock.now,
      updatedAt: clock.now,
    };
    await db.insert(endpoints).values(endpoint);
    const customerId = `cus_${id}`;
    const names = { companyName: 'Fjord', primaryDomain: 'fjord.example', domains: [], searchKey: '' };
    await db
      .insert(customers)
      .values({ id: customerId, workgroupId, ...names, createdAt: clock.now, updatedAt: clock.now });
    const [sourceEndpointId, destinationEndpointId] = [endpoint.id, endpoint.id];
    const times = { createdAt: clock.now, updatedAt: clock.now };
    await db.insert(projects).values({
      id,
      workgroupId,
      customerId,
      name: id,
      sourceEndpointId,
      destinationEndpointId,
      options: {},
      ...times,
    });
  };
  /** An event, in the batch of a change of its workgroup. */
  const writeEvent = async (workgroupId: string, facts: Partial<NewEvent> = {}): Promise<NewEvent> => {
    const id = newId('evt');
    const event: NewEvent = {
      id,
      at: clock.now,
      type: 'pass.completed',
      actor: SYSTEM,
      subject: { kind: 'pass', id: 'pas_1', name: 'full' },
      projectId: null,
      passId: 'pas_1',
      ...facts,
    };
    const change = db.update(organization).set({ logo: null }).where(eq(organization.id, workgroupId));
    await db.batch([change, eventStatement(db, workgroupId, event)]);
    return event;
  };
  /** A process: it has its own memory, and may have a database that dies. */
  const createProcess = (fetch: Fetch, by: Db = db, more: { timeoutMs?: number; connections?: number } = {}) => {
    const sender = createWebhookSender({
      db: by,
      vault,
      log: deps.log,
      now,
      newId,
      chance: () => 0.5,
      fetch,
      timeoutMs: 25,
      connections: 12,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, 10 * ms)),
      onPause: async ({ id }, reason) => {
        paused.push({ webhookId: id, reason });
        return [];
      },
      ...more,
    });
    const reader = createWebhookReader({ newId, now }, PUBLIC_URL);
    return {
      sender,
      drain: (workgroupId: string) =>
        drain({
          workgroupId,
          readers: [
            {
              name: reader.name,
              read: (events) => reader.read(events, by, workgroupId),
              place: createPlace(by, { workgroupId, reader: reader.name }),
            },
          ],
          senders: [sender],
          now,
          log: deps.log,
        }),
    };
  };
  return {
    db,
    dbWith,
    close,
    clock,
    deps,
    vault,
    paused,
    logged,
    addWorkgroup,
    addProject,
    writeEvent,
    createProcess,
    addWebhook: (principal: Principal, request: Parameters<typeof addWebhook>[2]) =>
      addWebhook(deps, principal, request),
  };
}

/** Verifies a request as a receiver does, at an instant; throws unless one of the secrets fits. */
export function verify(secret: string, body: string, headers: Headers, at: number): unknown {
  const realNow = Date.now;
  Date.now = () => at;
  try {
    return new Webhook(secret).verify(body, Object.fromEntries(headers));
  } finally {
    Date.now = realNow;
  }
}
