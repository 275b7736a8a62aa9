import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

test('the service answers with the version of the package', async () => {
  const response = await exports.default.fetch('http://mailferry.test/api/health');
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ ok: true, version: packageJson.version });
});
