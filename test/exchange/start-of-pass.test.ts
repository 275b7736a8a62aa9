import { expect, test } from 'vitest';
import { basicAuthenticator } from '../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import type { Move } from './failures/pair.ts';
import { expectWhole, useSuite } from './failures/suite.ts';
import { createRounds } from './rounds.ts';

const suite = useSuite(2, { source: { profile: 'Exchange2013' }, destination: { profile: 'Exchange2019' } });

/** What went over the wire in each round trip until the first item was written where it belongs. */
async function roundsToFirstItem(move: Move, verdict: 'takes' | 'unknown'): Promise<string[][]> {
  const { fetch, rounds } = createRounds();
  const password = `pass-${move.email.split('@')[0]}`;
  const authenticator = basicAuthenticator(fetch, { username: move.email, password });
  const pairs = { get: async () => verdict, put: async () => {} };
  await move.pass('full', { pairs }, () => ({ authenticator }));
  await expectWhole(suite, move);
  const uploads = rounds.flatMap((round, at) => (round.includes('UploadItems') ? [at] : []));
  // The first upload of an unknown pair is the trial.
  return rounds.slice(0, uploads[verdict === 'takes' ? 0 : 1]! + 1);
}

test('the first item arrives with the fourth request in a row: well-known folders, changes, export, upload', async () => {
  const rounds = await roundsToFirstItem(suite.begin(), 'takes');
  expect(rounds.length).toBeLessThanOrEqual(4);
  // Before a server has let us in, it is asked once: a wrong password must not lock an account.
  expect(rounds[0]).toEqual(['GetFolder', 'GetFolder']);
  // Folders are made meanwhile, one level after the other.
  expect(rounds.flat()).toContain('CreateFolder');
});

test('with the fifth where it is not yet known whether one server takes what the other exports', async () => {
  const rounds = await roundsToFirstItem(suite.begin(), 'unknown');
  expect(rounds.length).toBeLessThanOrEqual(5);
  expect(rounds.flat().filter((operation) => operation === 'UploadItems').length).toBeGreaterThanOrEqual(2);
});
