import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { accountOf } from '../../worker/features/credentials/account-of.ts';
import { beginTrial } from '../../worker/features/credentials/password-trial.ts';
import { LIMITS } from '../../worker/features/workgroups/attempt-limits.ts';
import { composeDeps } from '../../worker/runtime/compose.ts';
import { trialAuthenticator } from '../../worker/runtime/slices/trial-authenticator.ts';
import { failureOf } from '../../worker/runtime/slices/slice-failure.ts';
import { FaultError } from '../../worker/engine/model/fault.ts';

const URL_OF_EWS = 'https://exchange.example/EWS/Exchange.asmx';
const { free, firstWaitMs } = LIMITS.probeOfAccount;
let workgroups = 0;

/** A workgroup with a clock of its own, and its passes' way to try passwords. */
function workgroup() {
  const clock = { now: Date.now() };
  const deps = { ...composeDeps(env), now: () => clock.now };
  const id = `wgr_trial${String((workgroups += 1))}`;
  const attempt = (username: string, password: string, url = URL_OF_EWS, hosts: readonly string[] = []) =>
    beginTrial(deps, id, { url, hosts, username, password });
  const accept = async (username: string, password: string) => {
    const trial = await attempt(username, password);
    if ('waitUntil' in trial) throw new Error('It has to wait.');
    await trial.accept?.();
    return trial;
  };
  return { clock, attempt, accept };
}

test('passwords for one account are guessed no faster by passes than by looks, whoever adds the mailboxes', async () => {
  const { clock, attempt } = workgroup();
  for (let guess = 0; guess < free; guess += 1)
    expect(await attempt('boss@old.example', `guess ${String(guess)}`)).not.toHaveProperty('waitUntil');
  const waits: number[] = [];
  for (let guess = free; guess < free + 4; guess += 1) {
    const trial = await attempt('boss@old.example', `guess ${String(guess)}`);
    if (!('waitUntil' in trial)) throw new Error('It may be tried.');
    waits.push(trial.waitUntil - clock.now);
    clock.now = trial.waitUntil;
    expect(await attempt('boss@old.example', `guess ${String(guess)}`)).not.toHaveProperty('waitUntil');
  }
  expect(waits).toEqual([1, 2, 4, 8].map((times) => times * firstWaitMs));
  // Another spelling is the same account, and another workgroup no other.
  const other = workgroup();
  other.clock.now = clock.now;
  for (const name of ['BOSS@old.example', 'nowhere\\boss@old.example', ' bóss@old.example '])
    expect(await other.attempt(name, 'a further guess')).toHaveProperty('waitUntil');
  expect(await other.attempt('boss@old.example', 'guess 0')).not.toHaveProperty('waitUntil');
});

test('of many guesses at once no more pass than of as many one after the other', async () => {
  const { attempt } = workgroup();
  const trials = await Promise.all(
    Array.from({ length: 40 }, (_, guess) => attempt('many@old.example', `guess ${String(guess)}`)),
  );
  expect(trials.filter((trial) => !('waitUntil' in trial))).toHaveLength(free);
});

test('one password for many accounts is limited for the workgroup, and four hundred are not many', async () => {
  const { attempt } = workgroup();
  const most = LIMITS.passByWorkgroup.free;
  const spray = (first: number, count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, at) => attempt(`user${String(first + at)}@spray.example`, 'Summer2026!')),
    );
  expect(most).toBeGreaterThanOrEqual(400);
  expect((await spray(0, most)).filter((trial) => 'waitUntil' in trial)).toEqual([]);
  expect(await attempt('one-more@spray.example', 'Summer2026!')).toHaveProperty('waitUntil');
  expect(await workgroup().attempt('other@spray.example', 'Summer2026!')).not.toHaveProperty('waitUntil');
});

test('four hundred mailboxes with passwords of their own, or with one login together, never wait', async () => {
  const own = workgroup();
  const pass = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, at) =>
        own.accept(`user${String(at)}@honest.example`, `password ${String(at)}`),
      ),
    );
  expect((await pass(400)).every(({ accept }) => accept !== undefined)).toBe(true);
  expect((await pass(20)).every(({ accept }) => accept === undefined)).toBe(true);
  const shared = workgroup();
  const trials = await Promise.all(
    Array.from({ length: 400 }, () => shared.attempt('admin@honest.example', 'one for all')),
  );
  expect(trials.filter((trial) => 'waitUntil' in trial)).toEqual([]);
});

test('what a server accepts counts no longer, but ends no wait for another account or another password', async () => {
  const { attempt, accept } = workgroup();
  for (let guess = 0; guess < free; guess += 1) await attempt('victim@old.example', `guess ${String(guess)}`);
  // Accepted by a page of the same host that answers everyone: it says nothing of the password.
  const page = await attempt('victim@old.example', 'guess 0', 'https://exchange.example/robots.txt');
  expect(page).toHaveProperty('waitUntil');
  await accept('eve@old.example', 'her own');
  await accept('eve@old.example', 'her own');
  expect(await attempt('victim@old.example', 'a further guess')).toHaveProperty('waitUntil');
});

test('servers of one’s own that lead to another’s host give it no more guesses', async () => {
  const { attempt } = workgroup();
  for (let guess = 0; guess < free; guess += 1) {
    const url = `https://own${String(guess)}.example/EWS/Exchange.asmx`;
    expect(await attempt('led@old.example', `guess ${String(guess)}`, url, ['led.example'])).not.toHaveProperty(
      'waitUntil',
    );
  }
  expect(await attempt('led@old.example', 'one more', 'https://own9.example/', ['led.example'])).toHaveProperty(
    'waitUntil',
  );
  expect(await attempt('led@old.example', 'one more', 'https://led.example/')).toHaveProperty('waitUntil');
});

test('no password can be read from what is stored of trials', async () => {
  const { attempt } = workgroup();
  await attempt('secret@old.example', 'correct horse battery');
  const { results } = await env.DB.prepare('SELECT * FROM attempts').all();
  const text = JSON.stringify(results);
  for (const secret of ['secret@old.example', 'correct horse', 'exchange.example']) expect(text).not.toContain(secret);
});

test('a slice sends no password that has to wait: its run waits, and continues automatically', async () => {
  const deps = composeDeps(env);
  const sent: string[] = [];
  const open = (password: string) =>
    trialAuthenticator(
      {
        scheme: 'basic',
        send: async () => {
          sent.push(password);
          return new Response(null, { status: 401 });
        },
      },
      { url: URL_OF_EWS, hosts: [], username: 'slice@old.example', password },
      { db: deps.db, workgroupId: 'wgr_slices' },
      'source',
      deps.vault,
    );
  for (let guess = 0; guess < free; guess += 1)
    expect((await (await open(`guess ${String(guess)}`)).send(URL_OF_EWS, {})).status).toBe(401);
  const error = await open('one more').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FaultError);
  expect(failureOf(error, 0, 1000)).toMatchObject({
    outcome: 'wait',
    resumeAt: expect.closeTo(1000 + firstWaitMs, -3),
    fault: { code: 'sign-in-limited', side: 'source' },
  });
  expect(sent).toHaveLength(free);
});

test.each([
  ['https://Mail.Old.example/EWS/Exchange.asmx', 'OLD\\Boss'],
  ['mail.old.example', 'boss'],
  ['boss@mail.old.example', ' BÓSS'],
])('an account is one, however it is written: %s, %s', (place, username) => {
  expect(accountOf({ place, username })).toBe('mail.old.example boss');
});

test('a password that no server has judged does not count, and is counted when it is tried again', async () => {
  const { attempt } = workgroup();
  for (let at = 0; at < free + 3; at += 1) {
    const trial = await attempt('away@old.example', `entry ${String(at)}`);
    if ('waitUntil' in trial) throw new Error('It has to wait.');
    await trial.excuse?.();
  }
  for (let at = 0; at < free; at += 1)
    expect(await attempt('away@old.example', `entry ${String(at)}`)).not.toHaveProperty('waitUntil');
  expect(await attempt('away@old.example', 'one more')).toHaveProperty('waitUntil');
});
