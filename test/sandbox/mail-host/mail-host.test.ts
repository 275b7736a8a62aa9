import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { SELF_SIGNED } from '../../fakes/self-signed.ts';
import type { MailHost } from './mail-host.ts';
import { startMailHost } from './mail-host.ts';

let host: MailHost;

beforeAll(async () => {
  host = await startMailHost({ certificate: SELF_SIGNED });
});
afterAll(() => host.close());
beforeEach(() => host.reset());

/** Sends one message; the answer of the host, or the code of what went wrong. */
async function send(
  to = 'kim@new.example',
  options: { ignoreTLS?: boolean; requireTLS?: boolean } = {},
): Promise<string> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: host.port,
    tls: { ca: SELF_SIGNED.cert, servername: 'localhost' },
    ...options,
  });
  try {
    const { response } = await transport.sendMail({
      from: 'Fähre <ferry@service.example>',
      to,
      subject: 'Grüße aus dem Hafen',
      text: 'Guten Tag',
      html: '<p>Guten Tag</p>',
    });
    return response;
  } catch (error) {
    const { responseCode, code } = error as { responseCode?: number; code?: string };
    return String(responseCode ?? code);
  } finally {
    transport.close();
  }
}

const listed = async (to: string) =>
  ((await (await fetch(`${host.url}/messages?to=${encodeURIComponent(to)}`)).json()) as { items: unknown[] }).items;

test('a message arrives over STARTTLS and is shown, whatever the case of its recipient', async () => {
  expect(await send()).toMatch(/^250 /);
  expect(await listed('KIM@new.example')).toMatchObject([
    {
      from: 'ferry@service.example',
      to: 'kim@new.example',
      subject: 'Grüße aus dem Hafen',
      html: '<p>Guten Tag</p>',
      headers: { 'mime-version': '1.0' },
    },
  ]);
  expect(await listed('someone@new.example')).toEqual([]);
});

test('the page shows markup of a message as text, and frames its HTML without any permission', async () => {
  await send();
  const [{ id }] = (await listed('kim@new.example')) as [{ id: string }];
  const page = await (await fetch(`${host.url}/messages/${id}`)).text();
  expect(page).toContain('<iframe sandbox title="HTML" srcdoc="&lt;p&gt;Guten Tag&lt;/p&gt;');
});

const order = (body: unknown) =>
  fetch(`${host.url}/control`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('orders over HTTP change it, and unknown ones are refused', async () => {
  expect((await order({ refused: ['kim@new.example'] })).status).toBe(200);
  expect(await send()).toBe('550');
  expect(await send('lee@new.example')).toMatch(/^250 /);
  expect((await order({ isSlow: true })).status).toBe(400);
  expect((await order({ cut: 'sometimes' })).status).toBe(400);
});

test('it greylists, refuses after DATA, refuses to sign in, and is down', async () => {
  await host.setFaults({ greylist: 1 });
  expect([await send(), (await send()).slice(0, 3)]).toEqual(['451', '250']);
  await host.setFaults({ greylist: 0, dataAnswer: { code: 554, text: '5.7.1 Content refused' }, times: 1 });
  expect([await send(), (await send()).slice(0, 3)]).toEqual(['554', '250']);
  await host.setFaults({ dataAnswer: null, isDown: true });
  expect(await send()).toMatch(/ESOCKET|ECONNECTION/);
  await host.setFaults({ isDown: false });
  expect(await send()).toMatch(/^250 /);
});

test('it keeps no message that was cut amid its data, and the one whose answer was cut', async () => {
  await host.setFaults({ cut: 'mid-data', times: 1 });
  await send();
  expect(host.messages()).toHaveLength(0);
  await host.setFaults({ cut: 'before-answer', times: 1 });
  await send();
  expect(host.messages()).toHaveLength(1);
});

test('without STARTTLS nothing is encrypted, and a client that needs it stops', async () => {
  await host.setFaults({ hasStartTls: false });
  expect(await send('kim@new.example', { requireTLS: true })).not.toMatch(/^250/);
  expect(await send()).toMatch(/^250 /);
});
