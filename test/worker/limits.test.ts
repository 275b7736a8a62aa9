import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import wrangler from '../../wrangler.toml?raw';

test('a slice goes by the limit of calls that it is deployed with', () => {
  const [, limits = ''] = wrangler.split('[limits]');
  expect(/^subrequests = (\d+)$/m.exec(limits)?.[1]).toBe(env.SUBREQUEST_LIMIT);
  expect(env.STATEMENT_LIMIT).toBe('1000');
});
