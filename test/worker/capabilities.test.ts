import { expect, test } from 'vitest';
import { capabilitiesAt, withCapabilities } from '../../worker/features/endpoints/capabilities.ts';
import { getEndpoint, updateEndpoint } from '../../worker/features/endpoints/store.ts';
import type { LearntCapabilities } from '../../worker/lib/learnt-capabilities.ts';
import { DAY_MS } from '../../worker/lib/units.ts';
import { createHarness, signUp } from './harness.ts';

const harness = createHarness();
const { ask, workgroupId } = await signUp(harness);
const URL_ = 'https://mail.old.example/EWS/Exchange.asmx';
const NOW = 10 * DAY_MS;

async function endpoint() {
  const made = await ask('POST', '/api/endpoints?probe=false', { body: { name: 'Old', url: URL_ } });
  const id = String(made.body.id);
  const { db } = harness.deps;
  const row = async () => (await getEndpoint(db, workgroupId, id))!;
  const keep = async (learnt: LearntCapabilities, { url = URL_, now = NOW, before = row() } = {}) => {
    const capabilities = withCapabilities(await before, url, learnt, now);
    if (capabilities) await updateEndpoint(db, workgroupId, id, { capabilities });
    return capabilities !== undefined;
  };
  return { id, row, keep };
}

const learnt = (facts: LearntCapabilities['facts'], version = 'A 1.0.0.0', learntAt = NOW) => ({
  version,
  learntAt,
  facts,
});

test('what slices at once learnt is merged, and what is known already is not written again', async () => {
  const { row, keep } = await endpoint();
  const before = row();
  await keep(learnt({ lacks: { ExportItems: true } }), { before });
  await keep(learnt({ attachments: 'apart', lacks: { UploadItems: true } }, 'A 1.0.0.0', NOW + 5), { before });
  const known = learnt({ attachments: 'apart', lacks: { ExportItems: true, UploadItems: true } });
  expect(capabilitiesAt(await row(), URL_, NOW)).toMatchObject({ facts: known.facts });
  expect(await keep(known)).toBe(false);
  expect(await keep(learnt({}))).toBe(false);
});

test('an address of its own has facts of its own', async () => {
  const { row, keep } = await endpoint();
  const other = 'https://two.old.example/EWS/Exchange.asmx';
  await keep(learnt({ movedIds: 'asked' }), { url: other });
  expect(capabilitiesAt(await row(), URL_, NOW)).toBeUndefined();
  expect(capabilitiesAt(await row(), other, NOW)?.facts).toEqual({ movedIds: 'asked' });
});

test('of another version nothing stays, nor of what was learnt a day ago, nor after another look', async () => {
  const { id, row, keep } = await endpoint();
  await keep(learnt({ attachments: 'apart', movedIds: 'asked' }));
  await keep(learnt({ attachments: 'inline' }, 'A 2.0.0.0', NOW + 1));
  expect(capabilitiesAt(await row(), URL_, NOW)).toEqual(learnt({ attachments: 'inline' }, 'A 2.0.0.0', NOW + 1));
  expect(capabilitiesAt(await row(), URL_, NOW + DAY_MS + 1)).toBeUndefined();
  await keep(learnt({ movedIds: 'asked' }, 'A 2.0.0.0', NOW + DAY_MS + 1), { now: NOW + DAY_MS + 1 });
  expect(capabilitiesAt(await row(), URL_, NOW + DAY_MS + 2)?.facts).toEqual({ movedIds: 'asked' });
  await ask('POST', `/api/endpoints/${id}/probe`, { body: {} });
  expect((await row()).capabilities).toEqual({});
});
