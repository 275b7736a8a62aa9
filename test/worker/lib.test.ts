import { expect, test } from 'vitest';
import { createIdSource, firstIdAt } from '../../worker/lib/ids.ts';
import { createLog } from '../../worker/runtime/platform/log.ts';
import { sorted } from './harness.ts';
import { AddressRefusedError, createHttp } from '../../worker/runtime/platform/http.ts';

test('ids sort by time, and within a millisecond by order', () => {
  let now = Date.UTC(2026, 0, 1);
  const newId = createIdSource(
    () => now,
    (bytes) => void bytes.fill(255),
  );
  const ids = [newId('prj')];
  for (let count = 0; count < 300; count += 1) ids.push(newId('prj'));
  now += 1;
  ids.push(newId('prj'));
  // A clock that goes back must not break the order.
  now -= 60_000;
  ids.push(newId('prj'));
  for (const id of ids) expect(id).toMatch(/^prj_[0-9a-hjkmnp-tv-z]{26}$/);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(sorted(ids));
});

test('ids are of the time of now once a clock that was days ahead is set right', () => {
  let now = Date.UTC(2026, 0, 5);
  const newId = createIdSource(
    () => now,
    (bytes) => void bytes.fill(255),
  );
  newId('prj');
  now = Date.UTC(2026, 0, 1);
  const id = newId('prj');
  expect(id >= firstIdAt('prj', now)).toBe(true);
  expect(id < firstIdAt('prj', now + 1)).toBe(true);
});

test('ids of two sources differ even at the same instant', () => {
  const random = (bytes: Uint8Array) => void crypto.getRandomValues(bytes);
  const sources = Array.from({ length: 200 }, () => createIdSource(() => 1, random));
  expect(new Set(sources.map((newId) => newId('x'))).size).toBe(200);
});

test('the log withholds secrets and content, cuts long texts, and is one JSON line', () => {
  const lines: string[] = [];
  const log = createLog((_level, line) => void lines.push(line));
  log.error('failed', {
    id: 'err_1',
    password: 'hunter2',
    nested: { Authorization: 'Basic abc', subject: 'Secret plans', list: [{ apiKey: 'mf_x' }] },
    error: new Error('x'.repeat(2000)),
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/hunter2|Basic abc|Secret plans|mf_x/);
  const line = JSON.parse(String(lines[0]));
  expect(line).toMatchObject({ level: 'error', event: 'failed', id: 'err_1', error: { name: 'Error' } });
  expect(line.error.message.length).toBeLessThan(600);
});

test('the parameters of a failed query stay out of the log', () => {
  const lines: string[] = [];
  const log = createLog((_level, line) => void lines.push(line));
  const cause = new Error('D1_ERROR: no such table: item_errors');
  log.error('failed', { error: new Error('Failed query: insert into x\nparams: Secret plans', { cause }) });
  expect(lines[0]).not.toContain('Secret plans');
  expect(lines[0]).toContain('no such table');
});

test('a full disk is said in a few words, whatever failed because of it', () => {
  const lines: string[] = [];
  const log = createLog((_level, line) => void lines.push(line));
  const cause = new Error('D1_ERROR: database or disk is full: SQLITE_FULL');
  log.error('drain-failed', { error: new Error(`Failed query: ${'x'.repeat(400)}`, { cause }) });
  expect(lines).toEqual(['{"level":"error","event":"drain-failed","error":"The storage is full."}']);
});

test('the guarded fetch goes nowhere that is forbidden, and follows no redirect', async () => {
  const seen: [string, RequestInit | undefined][] = [];
  const base = async (input: string, init?: RequestInit) => {
    seen.push([input, init]);
    return new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } });
  };
  const guarded = createHttp({ allowPrivate: false }, base);
  for (const url of ['http://mail.example.com/', 'https://localhost/', 'https://[::1]/', 'file:///etc/passwd']) {
    await expect(guarded(url)).rejects.toThrow(AddressRefusedError);
  }
  expect(seen).toEqual([]);
  const response = await guarded('https://mail.example.com/', { method: 'POST', redirect: 'follow' });
  expect(response.status).toBe(302);
  expect(seen).toEqual([['https://mail.example.com/', { method: 'POST', redirect: 'manual' }]]);
  await createHttp({ allowPrivate: true }, base)('http://127.0.0.1:1/');
  expect(seen).toHaveLength(2);
});
