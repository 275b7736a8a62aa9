import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proxyFrom } from '../../worker/local/gateway/proxy.ts';
import type { GatewayAtWork } from '../local/gateway/gateway-at-work.ts';
import { TOKEN, startGatewayHere } from '../local/gateway/gateway-at-work.ts';
import type { Squid } from '../local/gateway/squid.ts';
import { hasSquid, startSquid } from '../local/gateway/squid.ts';
import { compareMailboxes } from '../sandbox/compare/compare.ts';
import type { Sandbox, SandboxSide } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { startPass } from './migration.ts';

type EndpointAnswer = { id: string; health: string; connection: object };

describe.skipIf(!hasSquid)(
  'behind a company’s proxy that inspects TLS (skipped without squid-openssl and openssl)',
  () => {
    let sandbox: Sandbox;
    let squid: Squid;
    let gateway: GatewayAtWork;
    let mailferry: Mailferry;

    beforeAll(async () => {
      sandbox = await startSandbox({
        source: { profile: 'Exchange2013', mailboxes: [{ email: 'a@old.example', fill: { seed: 3, items: 20 } }] },
        destination: { profile: 'Exchange2019', mailboxes: [{ email: 'a@new.example' }] },
      });
      const { root } = await sandbox.authority();
      squid = await startSquid(root);
      const signIn = `${squid.user}:${encodeURIComponent(squid.password)}`;
      const proxy = proxyFrom({ HTTPS_PROXY: `http://${signIn}@127.0.0.1:${squid.inspectingPort}` })!;
      // The servers of this test are on this computer, which a proxy is never used for otherwise.
      gateway = await startGatewayHere({
        authorities: [squid.root],
        ways: { proxy: { ...proxy, excludes: () => false } },
      });
      mailferry = await startMailferry({
        GATEWAY_URL: `http://127.0.0.1:${gateway.port}`,
        GATEWAY_TOKEN: TOKEN,
        GATEWAY_FIRST: 'true',
      });
    });
    afterAll(async () => {
      await mailferry?.close();
      await gateway?.close();
      await squid?.stop();
      await sandbox?.close();
    });

    const addEndpoint = async (name: string, side: SandboxSide): Promise<EndpointAnswer> => {
      // squid makes no certificates for addresses that clients would take.
      const url = side.httpsUrl.replace('127.0.0.1', 'localhost');
      return mailferry.call('POST', '/api/endpoints', { name, url, credentials: side.admin });
    };

    it('endpoints report the proxy, and a full pass copies everything', async () => {
      const source = await addEndpoint('Old', sandbox.source);
      const destination = await addEndpoint('New', sandbox.destination);
      for (const endpoint of [source, destination])
        expect(endpoint).toMatchObject({ health: 'ok', connection: { via: 'gateway', route: 'proxy' } });

      const project = await mailferry.call<{ id: string }>('POST', '/api/projects', {
        name: 'By the proxy',
        sourceEndpointId: source.id,
        destinationEndpointId: destination.id,
      });
      await mailferry.call('POST', `/api/projects/${project.id}/mailboxes`, {
        mailboxes: [{ sourceEmail: 'a@old.example', destinationEmail: 'a@new.example' }],
      });
      await startPass(mailferry, project.id, 'full');
      expect(await waitForPass(mailferry, project.id)).toMatchObject([{ status: 'Completed', errorCount: 0 }]);
      const stores = [sandbox.source.store, sandbox.destination.store] as const;
      expect(compareMailboxes(stores[0], 'a@old.example', stores[1], 'a@new.example')).toEqual([]);
    });
  },
);
