import { expect, test } from 'vitest';
import { changedOrigins } from '../../worker/features/endpoints/origins.ts';
import { getEndpoint, updateEndpoint } from '../../worker/features/endpoints/store.ts';
import type { OriginFacts } from '../../worker/lib/origin-facts.ts';
import { createHarness, signUp } from './harness.ts';

const harness = createHarness();
const { ask, workgroupId } = await signUp(harness);
const URL_ = 'https://mail.old.example/EWS/Exchange.asmx';
const OWN = 'https://mail.old.example';
const OLD: OriginFacts = {
  via: 'gateway',
  why: 'old-tls',
  tls: 'old',
  protocol: 'TLSv1',
  cipher: 'AES128-SHA',
  checkedAt: 1,
};

async function endpoint() {
  const made = await ask('POST', '/api/endpoints?probe=false', { body: { name: 'Old', url: URL_ } });
  const id = String(made.body.id);
  const { db } = harness.deps;
  const learn = (learnt: Record<string, OriginFacts>) => updateEndpoint(db, workgroupId, id, {}, learnt);
  const origins = async () => (await getEndpoint(db, workgroupId, id))?.origins;
  return { id, learn, origins };
}

test('slices at once do not overwrite what one another learnt', async () => {
  const { learn, origins } = await endpoint();
  await Promise.all([
    learn({ [OWN]: OLD }),
    learn({ 'https://two.old.example:444': { via: 'gateway', why: 'network', checkedAt: 2 } }),
    learn({ 'https://[2001:db8::1]': { via: 'direct', basicCharset: 'windows-1252', checkedAt: 3 } }),
  ]);
  expect(await origins()).toEqual({
    [OWN]: OLD,
    'https://two.old.example:444': { via: 'gateway', why: 'network', checkedAt: 2 },
    'https://[2001:db8::1]': { via: 'direct', basicCharset: 'windows-1252', checkedAt: 3 },
  });
});

test('a way is replaced whole, and what signing in has shown stays', async () => {
  const { learn, origins } = await endpoint();
  await learn({ [OWN]: { ...OLD, basicCharset: 'windows-1252', binding: 'none' } });
  await learn({ [OWN]: { via: 'direct', checkedAt: 9 } });
  expect(await origins()).toEqual({
    [OWN]: { via: 'direct', basicCharset: 'windows-1252', binding: 'none', checkedAt: 9 },
  });
});

test('nothing is written of another workgroup, and nothing where nothing is new', async () => {
  const { id, learn, origins } = await endpoint();
  const { db } = harness.deps;
  await updateEndpoint(db, 'wgr_other', id, {}, { [OWN]: OLD });
  await learn({});
  expect(await origins()).toEqual({});
});

test('what is kept is bounded, and the own server comes first', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [
      `https://h${String(index)}.example`,
      { via: 'gateway', checkedAt: 1 } as const,
    ]),
  );
  const kept = changedOrigins(URL_, { ...many, [OWN]: { via: 'direct', checkedAt: 1 } });
  expect(Object.keys(kept)).toHaveLength(20);
  expect(Object.keys(kept)[0]).toBe(OWN);
  expect(changedOrigins(URL_, { 'https://www.example': { via: 'direct', checkedAt: 1 } })).toEqual({});
});

test('the API shows the way to the server, and to other hosts', async () => {
  const { id, learn } = await endpoint();
  await learn({
    [OWN]: OLD,
    'https://autodiscover.old.example': { via: 'gateway', why: 'proxy', route: 'proxy', checkedAt: 2 },
  });
  expect((await ask('GET', `/api/endpoints/${id}`)).body).toMatchObject({
    connection: {
      via: 'gateway',
      why: 'old-tls',
      protocol: 'TLSv1',
      cipher: 'AES128-SHA',
      message:
        'This server supports only TLS 1.0. Such a connection is weaker than today’s standard. Mailferry uses it only for the migration.',
    },
    origins: [{ origin: 'https://autodiscover.old.example', via: 'gateway', why: 'proxy', route: 'proxy' }],
  });
});
