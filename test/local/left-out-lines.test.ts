import { expect, test } from 'vitest';
import { leaveOutFullDisk, leaveOutHandshakes } from '../../worker/local/left-out-lines.ts';

test('what a runtime says of a full disk is left out with its stack, and nothing else is', () => {
  const written: string[] = [];
  let found = 0;
  const take = leaveOutFullDisk(
    (line) => written.push(line),
    () => (found += 1),
  );
  for (const line of [
    '✘ [ERROR] e = workerd/util/sqlite.c++:1757: failed: database or disk is full: SQLITE_FULL',
    '',
    '  stack: /bin/workerd@3bd3cfb /bin/workerd@3be3ce5',
    '',
    '✘ [ERROR] {"level":"error","event":"slice-lost"}',
    '',
    '    at work (worker.js:1:1)',
    'Error: ENOSPC: no space left on device, write',
    '    at writeSync (node:fs:913:3)',
    'The sandbox is ready.',
  ])
    take(line);
  expect(written).toEqual([
    '✘ [ERROR] {"level":"error","event":"slice-lost"}',
    '',
    '    at work (worker.js:1:1)',
    'The sandbox is ready.',
  ]);
  expect(found).toBe(2);
});

test('handshakes that failed are left out, as the endpoint tells of them', () => {
  const written: string[] = [];
  const take = leaveOutHandshakes((line) => written.push(line));
  for (const line of [
    '✘ [ERROR] e = rust/worker/ffi.rs:110: failed: TLS handshake failed: received fatal alert: ProtocolVersion',
    '',
    '  stack: /bin/workerd@26b6840 /bin/workerd@3739630; sentryErrorContext = jsgInternalError; wdErrId = nakadk8',
    '',
    '✘ [ERROR] e = rust/cxx/kj-hyper/ffi.rs:267: failed: TLS handshake failed: invalid peer certificate: UnknownIssuer',
    '',
    '✘ [ERROR] {"level":"error","event":"slice-lost"}',
    '    at work (worker.js:1:1)',
  ])
    take(line);
  expect(written).toEqual(['✘ [ERROR] {"level":"error","event":"slice-lost"}', '    at work (worker.js:1:1)']);
});
