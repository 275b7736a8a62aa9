import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { ProbeFacts, SeenFolders } from '../../worker/lib/probe-facts.ts';
import type { ProbeResult } from '../../worker/features/kernel/deps.ts';
import { PROBE_CHECKS } from '../../worker/lib/probe-checks.ts';
import { ADMIN, createHarness, makeProject, signUp, type Loose } from './harness.ts';

const URL = 'https://mail.old.example/EWS/Exchange.asmx';
const ANN = 'ann@old.example';
const home = await signUp(createHarness());

const opens: SeenFolders = { root: { ok: true }, refused: [], opened: 4, mayCreate: true };
const denied: SeenFolders = {
  root: { ok: false, kind: 'access', code: 'ErrorAccessDenied', message: '' },
  refused: [],
  opened: 0,
};

function seen(facts: ProbeFacts, more: object = {}): ProbeResult {
  const version = 'Exchange2010_SP2 14.2.247.0';
  return { ok: true, version, authSchemes: ['basic'], facts: { isSignedIn: true, ...facts }, ...more };
}

async function endpoint() {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const made = await ask('POST', '/api/endpoints?probe=false', { body: { name: 'Old', url: URL, credentials: ADMIN } });
  const id = String(made.body.id);
  const probe = async (result: ProbeResult, body?: object) => {
    harness.deps.probe = async (request) => {
      harness.probes.push(request);
      return result;
    };
    return (await ask('POST', `/api/endpoints/${id}/probe`, body && { body })).body;
  };
  return { harness, ask, id, probe };
}

const find = (body: Loose, check: string) => body.findings.find((finding: Loose) => finding.check === check);

test('a test of a connection gives the endpoint and a finding for each check', async () => {
  const { harness, probe } = await endpoint();
  const body = await probe(seen({ fullAccess: denied, impersonation: opens }), { mailbox: 'Ann@Old.example' });
  expect(body).toMatchObject({ name: 'Old', health: 'ok', mailbox: ANN, at: expect.any(String), changes: [] });
  expect(body.findings.map(({ check }: Loose) => check)).toEqual([...PROBE_CHECKS]);
  expect(find(body, 'full-access')).toMatchObject({ state: 'failed', scriptId: 'full-access' });
  expect(find(body, 'impersonation')).toMatchObject({ state: 'ok', remedy: null });
  expect(JSON.stringify(body)).not.toContain(ADMIN.password);
  expect(harness.probes.at(-1)).toMatchObject({ isWhole: true, mailbox: 'Ann@Old.example' });
});

test('reports are kept, latest first, each with its changes since the one before with the same mailbox', async () => {
  const { ask, id, probe } = await endpoint();
  await probe(seen({ clockDifferenceMs: 0 }));
  await probe(seen({ fullAccess: denied, impersonation: denied }), { mailbox: ANN });
  const late = await probe(seen({ fullAccess: opens, impersonation: denied }), { mailbox: ANN });
  expect(late.changes).toMatchObject([
    { check: 'full-access', before: { state: 'failed' }, after: { state: 'ok' } },
    { check: 'impersonation', before: { state: 'failed' }, after: { state: 'ok' } },
  ]);
  const slow = await probe(seen({ clockDifferenceMs: -3_600_000 }));
  expect(slow.changes).toEqual([
    {
      check: 'clock',
      before: { state: 'ok', sentence: 'The server’s clock is right.' },
      after: { state: 'warning', sentence: 'The server’s clock is 1 hour slow.' },
    },
  ]);
  const first = (await ask('GET', `/api/endpoints/${id}/reports?limit=3`)).body;
  expect(first.items.map(({ mailbox }: Loose) => mailbox)).toEqual([null, ANN, ANN]);
  expect(first.items[0]).toMatchObject({ at: slow.at, changes: slow.changes });
  const rest = (await ask('GET', `/api/endpoints/${id}/reports?limit=3&cursor=${first.nextCursor}`)).body;
  expect(rest.items).toMatchObject([{ mailbox: null, changes: [] }]);
  expect(rest.nextCursor).toBeNull();
});

test('an endpoint that all projects use on one side is not tested for what only the other side needs', async () => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const { sourceEndpointId, destinationEndpointId } = await makeProject(ask);
  const receives = ['upload', 'mailbox-full', 'largest-message'];
  const checksOf = async (endpointId: string) => {
    const { body } = await ask('POST', `/api/endpoints/${endpointId}/probe`, { body: { mailbox: ANN } });
    return body.findings.map(({ check }: Loose) => check);
  };
  const all = [...PROBE_CHECKS];
  expect(await checksOf(sourceEndpointId)).toEqual(all.filter((check) => !receives.includes(check)));
  expect(await checksOf(destinationEndpointId)).toEqual(all.filter((check) => check !== 'export'));
  const back = { name: 'Back', sourceEndpointId: destinationEndpointId, destinationEndpointId: sourceEndpointId };
  await ask('POST', '/api/projects', { body: back });
  expect(await checksOf(sourceEndpointId)).toEqual(all);
});

test('a mailbox that the server does not have fails its test, but not the endpoint', async () => {
  const { probe } = await endpoint();
  const refused = (code: string) => {
    const root = { ok: false, kind: 'access', code, message: '' } as const;
    const shut: SeenFolders = { root, refused: [], opened: 0 };
    const facts = { isSignedIn: true, fullAccess: shut, impersonation: shut };
    return probe({ ...root, version: null, authSchemes: ['basic'], facts }, { mailbox: 'an@old.example' });
  };
  const unknown = await refused('ErrorNonExistentMailbox');
  expect(unknown).toMatchObject({ health: 'ok', healthDetail: null });
  expect(find(unknown, 'full-access')).toMatchObject({ state: 'failed' });
  expect(await refused('ErrorAccessDenied')).toMatchObject({ health: 'failing' });
});

test('what ended early is one failed finding, and no change of the checks that were not reached', async () => {
  const { probe } = await endpoint();
  await probe(seen({ clockDifferenceMs: 0 }));
  const gone = {
    ok: false,
    kind: 'unreachable',
    code: 'unknown-host',
    message: 'There is no server named x.',
  } as const;
  const body = await probe({ ...gone, version: null, authSchemes: [], facts: {} });
  expect(body).toMatchObject({ health: 'failing' });
  const isBad = ({ state }: Loose) => state === 'failed' || state === 'warning';
  expect(body.findings.filter(isBad)).toEqual([
    {
      check: 'name-resolution',
      state: 'failed',
      sentence: 'There is no server named x.',
      remedy: 'Check the spelling, and compare the name with the address that users open for webmail.',
    },
  ]);
  expect(body.changes.map(({ check }: Loose) => check)).toEqual(['name-resolution']);
});

test('of an endpoint the latest hundred reports are kept', async () => {
  const { ask, id, probe } = await endpoint();
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 102)
     INSERT INTO probe_reports (id, workgroup_id, endpoint_id, findings, changes, at)
     SELECT 'rpt_0' || printf('%03d', i), ?, ?, '[]', '[]', i FROM n`,
  )
    .bind(home.workgroupId, id)
    .run();
  await probe(seen({}));
  const { items } = (await ask('GET', `/api/endpoints/${id}/reports?limit=1000`)).body;
  expect(items).toHaveLength(100);
  expect(items.at(-1).id).toBe('rpt_0004');
});

test('a mailbox is tested on both sides as a pass would open it, and the reports are kept', async () => {
  const harness = createHarness();
  const ask = harness.as(home.key);
  const { mailboxIds } = await makeProject(ask, 1);
  const path = `/api/mailboxes/${String(mailboxIds[0])}/probe`;
  expect((await ask('GET', path)).body).toEqual({ source: null, destination: null });
  await ask('PATCH', `/api/mailboxes/${String(mailboxIds[0])}`, {
    body: { destinationLogin: 'NEW\\user', destinationPassword: 'the password of the user' },
  });
  harness.deps.probe = async (request) => {
    harness.probes.push(request);
    const isFull = request.mailbox?.endsWith('@new.example') === true;
    return seen({ fullAccess: opens, impersonation: denied, mailTips: { isFull } });
  };
  const { status, body } = await ask('POST', path);
  expect(status).toBe(200);
  expect(
    harness.probes.slice(-2).map(({ mailbox, credentials, useImpersonation, isWhole }) => ({
      mailbox,
      username: credentials?.username,
      useImpersonation,
      isWhole,
    })),
  ).toEqual([
    { mailbox: 'user0@old.example', username: ADMIN.username, useImpersonation: false, isWhole: true },
    { mailbox: 'user0@new.example', username: 'NEW\\user', useImpersonation: false, isWhole: true },
  ]);
  expect(find(body.destination, 'mailbox-full')).toMatchObject({ state: 'failed' });
  expect(body.source.findings.map(({ check }: Loose) => check)).not.toContain('mailbox-full');
  expect(body.destination.findings.map(({ check }: Loose) => check)).not.toContain('export');
  expect((await ask('GET', path)).body).toEqual(body);
  harness.deps.probe = async () => seen({ fullAccess: opens, impersonation: denied, mailTips: { isFull: false } });
  const again = (await ask('POST', path)).body;
  expect(again.destination.changes).toMatchObject([
    { check: 'mailbox-full', before: { state: 'failed' }, after: { state: 'ok' } },
  ]);
  expect(again.source.changes).toEqual([]);
  const { items } = (await ask('GET', '/api/events?limit=1')).body;
  expect(items[0]).toMatchObject({ type: 'mailbox.tested', mailboxId: mailboxIds[0] });
});
