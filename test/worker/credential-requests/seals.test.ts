import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { rotateSeals } from '../../../worker/features/credentials/rotate-seals.ts';
import { pendingBinding, sealedPendingAnswers } from '../../../worker/features/credential-requests/sealed-answers.ts';
import { credentialRequests } from '../../../worker/features/credential-requests/table.ts';
import { DAY_MS } from '../../../worker/lib/units.ts';
import { createVault, readVaultKeys } from '../../../worker/runtime/platform/vault.ts';
import { ok, requestWorld, tokenIn } from './request-world.ts';

const PASSWORD = ' pa"ss <wörd> %& 🗝 ';
const BOUND = { origin: 'https://old.example', hosts: [] };

test('what is kept of an answer is sealed for its request alone, follows a change of the key, and ends with the request', async () => {
  const world = await requestWorld();
  await ok(world.start(), 201);
  await world.deliver();
  const { db, vault, log } = world.harness.deps;
  const { request } = (await world.link(tokenIn(world.mails[0])))!;
  const binding = pendingBinding(request.id, 'source');
  const sealed = await vault.seal(binding, BOUND, PASSWORD);
  const isThis = eq(credentialRequests.id, request.id);
  await db
    .update(credentialRequests)
    .set({ pending: { source: { login: 'kim', sealed } }, pendingSince: 1, nextCheckAt: world.clock.now + 60 * DAY_MS })
    .where(isThis);
  const keys = readVaultKeys(env);
  const key = btoa(String.fromCodePoint(...crypto.getRandomValues(new Uint8Array(32))));
  const next = createVault(
    { currentId: 'k9', keys: { ...keys.keys, k9: key } },
    (bytes) => void crypto.getRandomValues(bytes),
  );
  expect(await rotateSeals({ vault: next, log }, [sealedPendingAnswers(db)], 10)).toBe(1);
  expect(await rotateSeals({ vault: next, log }, [sealedPendingAnswers(db)], 10)).toBe(0);
  const kept = async () => (await db.select().from(credentialRequests).where(isThis))[0]!;
  const rotated = (await kept()).pending!.source!.sealed;
  const address = 'https://old.example/EWS/Exchange.asmx';
  expect(await next.open(binding, rotated, address)).toBe(PASSWORD);
  await expect(next.open(pendingBinding('crq_other', 'source'), rotated, address)).rejects.toThrow();
  await expect(next.open(pendingBinding(request.id, 'destination'), rotated, address)).rejects.toThrow();
  await expect(next.open(binding, rotated, 'https://evil.example/')).rejects.toThrow();

  // Neither the list nor the mailbox shows any of it.
  expect(JSON.stringify([await world.requests(), await world.mailboxes()])).not.toContain(rotated);
  // It does not expire while it is being checked.
  world.later(30);
  await world.runDue();
  expect(await kept()).toMatchObject({ state: 'sent', pendingSince: 1 });
  await ok(world.ask('POST', `/api/credential-requests/${request.id}/revoke`), 200);
  expect(await kept()).toMatchObject({ state: 'revoked', pending: null, pendingSince: null, nextCheckAt: null });
});
