import { expect, test } from 'vitest';
import { kindOfReport } from './runtime-reports.ts';

test.each([
  'exception = rust/worker/ffi.rs:110: disconnected: Connection refused (os error 111)\nstack: /workerd@26b',
  'e = rust/cxx/kj-hyper/ffi.rs:267: failed: TLS handshake failed: tls handshake eof\nstack: /workerd@26b',
  'uncaught exception; source = Uncaught (in promise); stack = Error: Network connection lost.\n',
  'uncaught exception; source = Uncaught (in promise); stack = Error: internal error; reference = ntkp8413h54esr6t\n',
  'uncaught exception; exception = workerd/jsg/value.h:1511: failed: jsg.Error: internal error; reference = ntkp\n',
])('a request that failed: %s', (message) => {
  expect(kindOfReport(message)).toBe('failed-request');
});

test.each([
  'uncaught exception; source = Uncaught (in promise); stack = TypeError: undefined is not a function\n    at settle',
  'uncaught exception; exception = workerd/jsg/value.h:1511: failed: jsg.TypeError: undefined is not a function',
])('an exception that nobody caught: %s', (message) => {
  expect(kindOfReport(message)).toBe('uncaught');
});

test('anything else is left alone', () => {
  expect(kindOfReport('D1_ERROR: disk I/O error')).toBe('other');
});
