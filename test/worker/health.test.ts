import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { wholeWorker } from './harness.ts';

test('the service answers with the version of the package', async () => {
  const response = await wholeWorker.fetch('http://mailferry.test/api/health');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ ok: true, version: packageJson.version });
});
