import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Mailferry } from './mailferry.ts';
import { startMailferry } from './mailferry.ts';

type Got = { path: string; id: string };

const got: Got[] = [];
const invalid: unknown[] = [];
const secrets = new Map<string, string>();
let mailferry: Mailferry;
let receiver: Server;

const idsAt = (path: string) => got.filter((one) => one.path === path).map(({ id }) => id);

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const path = request.url ?? '';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      try {
        new Webhook(secrets.get(path)!).verify(Buffer.concat(chunks).toString(), headers);
      } catch (error) {
        invalid.push(error);
      }
      got.push({ path, id: headers['webhook-id']! });
      const isFirst = idsAt(path).length === 1;
      if (path === '/hangs' && isFirst) return;
      response.writeHead(path === '/fails' && isFirst ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  mailferry = await startMailferry({ WEBHOOK_TIMEOUT_MS: '1500' });
});

afterAll(async () => {
  await mailferry?.close();
  receiver?.closeAllConnections();
  receiver?.close();
});

/** Something that webhooks hear of, without any server. */
async function startAPass(): Promise<void> {
  const endpoint = async (name: string) => {
    const url = 'http://127.0.0.1:9/EWS/Exchange.asmx';
    const credentials = { username: 'admin', password: 'MARKER-PASSWORD' };
    return (await mailferry.call<{ id: string }>('POST', '/api/endpoints?probe=false', { name, url, credentials })).id;
  };
  const [sourceEndpointId, destinationEndpointId] = [await endpoint('old'), await endpoint('new')];
  const project = { name: 'Contoso', sourceEndpointId, destinationEndpointId };
  const { id } = await mailferry.call<{ id: string }>('POST', '/api/projects', project);
  const mailboxes = [{ sourceEmail: 'ada@old.example', destinationEmail: 'ada@new.example' }];
  await mailferry.call('POST', `/api/projects/${id}/mailboxes`, { mailboxes });
  await mailferry.call('POST', `/api/projects/${id}/passes`, { type: 'full' });
}

it('repeats a failed and a broken-off attempt after a kill and a restart, with the same id and without any request', async () => {
  const ids: Record<string, string> = {};
  for (const path of ['/fails', '/hangs', '/works']) {
    const url = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}${path}`;
    const made = await mailferry.call<{ id: string; secret: string }>('POST', '/api/webhooks', {
      url,
      events: ['pass.started'],
    });
    secrets.set(path, made.secret);
    ids[path] = made.id;
  }
  await startAPass();
  await vi.waitFor(() => expect(got.map(({ path }) => path).sort()).toEqual(['/fails', '/hangs', '/works']), 30_000);
  // In the middle of the attempt that hangs.
  await mailferry.kill();
  await mailferry.start();
  await vi.waitFor(() => expect([idsAt('/fails').length, idsAt('/hangs').length]).toEqual([2, 2]), 120_000);
  // What worked may come again: the process may have died before it noted the answer.
  for (const path of ['/fails', '/hangs', '/works']) expect(new Set(idsAt(path)).size, path).toBe(1);
  expect(invalid).toEqual([]);
  const texts: string[] = [];
  for (const id of Object.values(ids)) {
    const path = `/api/webhooks/${id}/deliveries`;
    const list = await vi.waitFor(async () => {
      const { items } = await mailferry.call<{ items: { id: string; state: string }[] }>('GET', path);
      expect(items.map(({ state }) => state)).toEqual(['delivered']);
      return { items };
    }, 60_000);
    texts.push(JSON.stringify(await mailferry.call('GET', `/api/webhooks/${id}/deliveries/${list.items[0]!.id}`)));
  }
  for (const marker of ['MARKER-PASSWORD', ...secrets.values()]) expect(texts.join()).not.toContain(marker);
});
