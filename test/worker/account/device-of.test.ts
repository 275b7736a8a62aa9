import { expect, test } from 'vitest';
import { deviceOf } from '../../../worker/features/account/device-of.ts';

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 SamsungBrowser/26.0 Chrome/122 Safari/537.36',
    'Samsung Internet on Android',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.6 Safari/605.1.15',
    'Safari on Mac',
  ],
  ['curl/8.5.0', 'A program'],
  ['', 'Unknown device'],
])('the device of %j is %s', (agent, device) => {
  expect(deviceOf(agent)).toBe(device);
});
