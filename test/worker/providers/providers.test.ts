import { expect, test } from 'vitest';
import type { Loose } from '../harness.ts';
import { createHarness, hire, signUp } from '../harness.ts';

const OWN = { name: 'Nordlys Hosting', servers: [{ owaUrl: 'https://mail.nordlys.example/owa' }] };

test('a workgroup adds, corrects and restores entries; another workgroup sees none of it', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const theirs = await signUp(harness);
  const made = await ask('POST', '/api/providers', { body: OWN });
  expect(made).toMatchObject({ status: 201, body: { origin: 'own', status: 'unknown', source: null } });
  expect(made.body.id).toMatch(/^prv_/);

  const corrected = await ask('PATCH', '/api/providers/ovhcloud', { body: { note: 'They moved us to ex5.' } });
  expect(corrected).toMatchObject({ status: 200, body: { origin: 'corrected', note: 'They moved us to ex5.' } });
  expect(corrected.body.servers).toHaveLength(3);
  expect(corrected.body.source.title).toBe('OVHcloud documentation');
  // Sent back as they were read, its addresses are as doubtful as before.
  const servers = corrected.body.servers.map(({ isEwsInferred: _inferred, ...server }: Loose) => server);
  const same = await ask('PATCH', '/api/providers/ovhcloud', { body: { servers } });
  expect(same.body.servers).toEqual(corrected.body.servers);
  const again = await ask('PATCH', '/api/providers/ovhcloud', { body: { status: 'ended' } });
  expect(again.body).toMatchObject({ status: 'ended', note: 'They moved us to ex5.' });

  const found = await ask('GET', '/api/providers?query=nordlys');
  expect(found.body).toEqual({ items: [made.body], nextCursor: null });
  expect((await theirs.ask('GET', '/api/providers?query=nordlys')).body.items).toEqual([]);
  expect((await theirs.ask('GET', '/api/providers?query=ovh')).body.items[0]).toMatchObject({ origin: 'shipped' });
  expect(await theirs.ask('PATCH', `/api/providers/${made.body.id}`, { body: { name: 'x' } })).toMatchObject({
    status: 404,
    body: { code: 'provider-not-found' },
  });
  expect((await theirs.ask('DELETE', `/api/providers/${made.body.id}`)).status).toBe(404);

  expect((await ask('DELETE', '/api/providers/ovhcloud')).status).toBe(204);
  expect((await ask('GET', '/api/providers?query=ovhcloud')).body.items[0]).toMatchObject({
    origin: 'shipped',
    status: 'live',
  });
  expect(await ask('DELETE', '/api/providers/ovhcloud')).toMatchObject({
    status: 409,
    body: { code: 'provider-shipped' },
  });
  expect((await ask('DELETE', `/api/providers/${made.body.id}`)).status).toBe(204);
  expect((await ask('GET', '/api/providers?query=nordlys')).body.items).toEqual([]);
});

test('two corrections of one entry at once leave one, and both are events', async () => {
  const harness = createHarness();
  const { ask } = await signUp(harness);
  const answers = await Promise.all(
    ['one', 'two'].map((note) => ask('PATCH', '/api/providers/sherweb', { body: { note } })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const events = (await ask('GET', '/api/events?type=provider.updated')).body.items;
  expect(events).toHaveLength(2);
  const [entry] = (await ask('GET', '/api/providers?query=sherweb')).body.items;
  expect(['one', 'two']).toContain(entry.note);
  expect((await ask('DELETE', '/api/providers/sherweb')).status).toBe(204);
  expect((await ask('DELETE', '/api/providers/sherweb')).status).toBe(409);
});

test('bad input is refused with its place', async () => {
  const { ask } = await signUp(createHarness());
  for (const [body, path] of [
    [{ name: '' }, 'name'],
    [{ name: 'x', servers: [{ owaUrl: 'http://mail.x.example/owa' }] }, 'servers[0].owaUrl'],
    [{ name: 'x', servers: [{ ewsUrl: 'https://user:pass@mail.x.example/' }] }, 'servers[0].ewsUrl'],
    [{ name: 'x', mxNames: ['not a host'] }, 'mxNames[0]'],
    [{ name: 'x', countries: ['Germany'] }, 'countries[0]'],
  ] as const) {
    const answer = await ask('POST', '/api/providers', { body });
    expect(answer, path).toMatchObject({ status: 422, body: { code: 'validation-failed' } });
    expect(JSON.stringify(answer.body.errors)).toContain(path);
  }
});

test('the provider of a domain is suggested by its records, also from what the workgroup added', async () => {
  const records: Record<string, string[]> = {
    'MX fjord.example': ['mx1.mail.ovh.net'],
    'MX nordlys-customer.example': ['in.nordlys.example'],
    'MX cloud.example': ['cloud-example.mail.protection.outlook.com'],
  };
  const asked: string[] = [];
  const harness = createHarness({
    lookUpHosts: async (name, type) => {
      asked.push(`${type} ${name}`);
      return name.includes('silent') ? null : (records[`${type} ${name}`] ?? []);
    },
  });
  const { ask, workgroupId } = await signUp(harness);
  const suggestion = async (address: string) => (await ask('GET', `/api/providers/suggestion?address=${address}`)).body;
  expect(await suggestion('ada@Fjord.example')).toMatchObject({
    domain: 'fjord.example',
    kind: 'provider',
    sentence: 'The mail of fjord.example is at OVHcloud.',
    provider: { id: 'ovhcloud' },
    by: 'mx',
    host: 'mx1.mail.ovh.net',
  });
  expect(asked).toEqual([
    'MX fjord.example',
    'CNAME autodiscover.fjord.example',
    'SRV _autodiscover._tcp.fjord.example',
  ]);
  expect(await suggestion('nordlys-customer.example')).toMatchObject({ kind: 'unknown', provider: null });
  await ask('POST', '/api/providers', { body: { ...OWN, mxNames: ['nordlys.example'] } });
  expect(await suggestion('nordlys-customer.example')).toMatchObject({ provider: { name: 'Nordlys Hosting' } });
  expect(await suggestion('cloud.example')).toMatchObject({ kind: 'microsoft-365', provider: null });
  expect(await suggestion('silent.example')).toMatchObject({ kind: 'not-looked-up', hosts: { mx: null } });
  expect((await ask('GET', '/api/providers/suggestion?address=nonsense')).status).toBe(422);
  const inactive = await hire(harness, workgroupId, 'agent');
  expect((await inactive.ask('GET', '/api/providers')).status).toBe(200);
});
