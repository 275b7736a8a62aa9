import { expect, test } from 'vitest';
import { clientNameOf } from '../../worker/lib/client-name.ts';

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'Safari on macOS',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Chrome on Android',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1',
    'Chrome on iPhone',
  ],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 SamsungBrowser/26.0 Chrome/122 Safari/537.36',
    'Samsung Internet on Android',
  ],
  [
    'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    'Chrome on ChromeOS',
  ],
  ['Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1682', 'PowerShell on Windows'],
  ['curl/8.5.0', 'curl 8.5'],
  ['python-requests/2.32.3', 'Python'],
  ['Go-http-client/1.1', 'Go'],
  ['node', 'Node.js'],
  ['Backup of Ada', 'Backup'],
  ['', null],
  [null, null],
  ['<script>alert(1)</script>', null],
  ['\u202Eevil', null],
])('%j is %j', (userAgent, name) => {
  expect(clientNameOf(userAgent)).toBe(name);
});

test('however long a client describes itself, its name is short', () => {
  expect(clientNameOf('x'.repeat(100_000))?.length).toBeLessThanOrEqual(40);
  expect(clientNameOf(`${'Mozilla/5.0 '.repeat(10_000)}Firefox/1`)).toBe('Mozilla 5.0');
});
