import { expect, test } from 'vitest';
import type { Fault } from '../../worker/engine/model/fault.ts';
import { getEndpoint } from '../../worker/features/endpoints/store.ts';
import type { DiscoverRequest, DiscoverResult } from '../../worker/features/kernel/deps.ts';
import { getMailbox } from '../../worker/features/mailboxes/store.ts';
import type { Job } from '../../worker/runtime/slices/load-job.ts';
import { serverOf } from '../../worker/features/mailboxes/server-of.ts';
import { rediscover } from '../../worker/runtime/slices/rediscover.ts';
import { createHarness, makeProject, signUp } from './harness.ts';

const harness = createHarness();
const { ask, workgroupId } = await signUp(harness);
const OLD = 'https://old.example/EWS/Exchange.asmx';
const TWO = 'https://two.old.example/EWS/Exchange.asmx';
const { db } = harness.deps;
const FAULT: Fault = {
  kind: 'wrong-server',
  scope: 'mailbox',
  code: 'ErrorCrossSiteRequest',
  message: '',
  side: 'source',
};
const made = await makeProject(ask, 1);

const found = (ewsUrl: string, needsConsent: string | null = null): DiscoverResult => ({
  ok: true,
  ewsUrl,
  needsConsent,
  foundBy: 'soap',
  displayName: null,
  legacyDn: null,
  attempts: [],
});

/** What a slice has of the mailbox, as the database says now. */
async function load(): Promise<Job> {
  const mailbox = await getMailbox(db, workgroupId, String(made.mailboxIds[0]));
  const sourceEndpoint = await getEndpoint(db, workgroupId, made.sourceEndpointId);
  const destinationEndpoint = await getEndpoint(db, workgroupId, made.destinationEndpointId);
  return { db, workgroupId, mailbox, sourceEndpoint, destinationEndpoint } as Job;
}

async function find(result: DiscoverResult, isOwner = false, fault = FAULT) {
  const searches: DiscoverRequest[] = [];
  const boundTo = { origin: 'https://old.example', hosts: ['two.old.example'] };
  const login = async () => ({ username: 'admin', password: 'secret', isOwner, boundTo });
  const isElsewhere = await rediscover(await load(), fault, login, async (request) => {
    searches.push(request);
    return result;
  });
  return { isElsewhere, searches };
}

test('what is found is kept with the mailbox, and goes when the server has it back or the endpoint moves', async () => {
  const { isElsewhere, searches } = await find(found(TWO));
  expect([isElsewhere, serverOf(await load(), 'source')]).toMatchObject([true, { url: TWO, isOwn: true }]);
  expect(serverOf(await load(), 'destination').isOwn).toBe(false);
  const asked = {
    address: 'user0@old.example',
    credentials: { username: 'admin', password: 'secret' },
    consentHosts: ['https://old.example', 'two.old.example'],
    server: 'https://old.example',
    trustedCertificates: {},
  };
  expect(searches).toEqual([{ ...asked, trustsDomain: false, trustedCertificates: {} }]);
  expect((await find(found(TWO))).isElsewhere).toBe(false);
  const job = await load();
  const moved = { ...job, sourceEndpoint: { ...job.sourceEndpoint, url: 'https://new.example/EWS/Exchange.asmx' } };
  expect(serverOf(moved, 'source')).toMatchObject({ url: 'https://new.example/EWS/Exchange.asmx', isOwn: false });
  expect((await find(found(OLD))).isElsewhere).toBe(true);
  expect(serverOf(await load(), 'source')).toMatchObject({ url: OLD, isOwn: false });
  expect((await find(found(OLD), true)).searches).toEqual([{ ...asked, trustsDomain: false }]);
});

test('where consent is missing it says whose, and where nothing is found nothing changes', async () => {
  const consentHosts = ['ad.hoster.example'];
  for (const result of [
    found(TWO, 'ad.hoster.example'),
    { ok: false, failure: 'needs-consent', consentHosts, attempts: [] } as const,
  ])
    await expect(find(result)).rejects.toMatchObject({
      fault: {
        kind: 'wrong-server',
        code: 'needs-consent',
        side: 'source',
        message: 'It refers to ad.hoster.example.',
      },
    });
  const nothing = { ok: false, failure: 'sign-in-refused', consentHosts: [], attempts: [] } as const;
  expect((await find(nothing)).isElsewhere).toBe(false);
  const { side: _, ...sideless } = FAULT;
  expect(await find(found(TWO), false, sideless)).toEqual({ isElsewhere: false, searches: [] });
  expect(serverOf(await load(), 'source')).toMatchObject({ url: OLD, isOwn: false });
});
