import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hire } from '../hire.ts';
import type { Mailferry } from '../mailferry.ts';

/** What the screens show besides the projects: webhooks, orders of licences, agents, keys, notices. */
export type Contents = { webhookId: string; orderId: string; noticeId: string };

/** Where the webhooks of the contents are delivered; one of its addresses always fails. */
export async function startReceiver(): Promise<Server> {
  const receiver = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(request.url === '/ok' ? 200 : 500).end('{"ticket": 4711}'));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  return receiver;
}

export async function fillScreens(mailferry: Mailferry, projectId: string, receiver: Server): Promise<Contents> {
  const { call } = mailferry;
  const origin = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}`;
  const body = { url: `${origin}/ok`, events: ['*'], description: 'Tickets of the service desk' };
  const { id: webhookId } = await call<{ id: string }>('POST', '/api/webhooks', body);
  await call('POST', '/api/webhooks', { url: `${origin}/broken`, events: ['pass.started', 'pass.failed'] });
  const address = { street: 'Quay 1', postalCode: '20457', city: 'Hamburg', country: 'Germany' };
  const billingAddress = { ...address, company: 'Harbour IT', email: 'billing@harbour.example' };
  const order = { kind: 'user-bundle', quantity: 25, payment: 'invoice', billingAddress };
  const { id: orderId } = await call<{ id: string }>('POST', '/api/licence-orders', order);
  await call('POST', `/api/licence-orders/${orderId}/mark-paid`);
  await call('POST', '/api/licence-orders', { ...order, kind: 'mailbox', quantity: 3 });
  await hire(mailferry, { email: 'maja.lindqvist@harbour.example', name: 'Maja Lindqvist', role: 'agent' });
  await hire(mailferry, { email: 'ben.carter@harbour.example', name: 'Ben Carter', role: 'manager' });
  await call('POST', '/api/invitations', { email: 'new.colleague@harbour.example', role: 'agent' });
  await mailferry.createKey('agent');
  const wall = (local: string) => ({ local, timeZone: 'Europe/Oslo' });
  const notices = `/api/projects/${projectId}/notices`;
  const notice = { kind: 'migration-notice', startsAt: wall('2099-03-05T18:00') };
  const { id: noticeId } = await call<{ id: string }>('POST', notices, notice);
  await call('POST', notices, { kind: 'completion', sendAt: wall('2099-03-29T02:30') });
  return { webhookId, orderId, noticeId };
}
