import { SELF_SIGNED } from '../fakes/self-signed.ts';
import { startMailHost } from '../sandbox/mail-host/mail-host.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { endUserAt, linkIn } from './end-user.ts';
import type { Mailferry } from './mailferry.ts';
import { startPass } from './migration.ts';
import { until } from './npm-start.ts';

/** How the users of the project stand, by their names before the @. */
const SENT = 'greta.sundstroem';
const BOUNCED = 'hugo.left-the-company';
const FAILED = 'ines.van-der-meulen';
const DOMAIN = 'fjordtrading.example';

/**
 * A project whose endpoints have no administrator, and whose users were asked for their credentials: the message to one
 * did not arrive, one has tried in vain. Gives the id of the project, and that of the mailbox that was tried.
 */
export async function askUsers(
  mailferry: Mailferry,
  sandbox: Sandbox,
): Promise<{ projectId: string; triedId: string }> {
  const mailHost = await startMailHost({ certificate: SELF_SIGNED });
  try {
    await mailHost.setFaults({ refused: [`${BOUNCED}@${DOMAIN}`] });
    const smtp = { host: 'localhost', port: mailHost.port, security: 'none', username: null };
    await mailferry.call('PUT', '/api/mail-settings', { driver: 'smtp', senderAddress: 'ferry@harbour.example', smtp });
    const endpoint = async (name: string, url: string) =>
      (await mailferry.call<{ id: string }>('POST', '/api/endpoints', { name, url })).id;
    const ends = {
      sourceEndpointId: await endpoint('Old provider', sandbox.source.url),
      destinationEndpointId: await endpoint('New provider', sandbox.destination.url),
    };
    const name = 'Credentials by users';
    const { id: projectId } = await mailferry.call<{ id: string }>('POST', '/api/projects', { name, ...ends });
    const mailboxes = [SENT, BOUNCED, FAILED].map((each) => ({
      sourceEmail: `${each}@${DOMAIN}`,
      destinationEmail: `${each}@${DOMAIN}`,
    }));
    await mailferry.call('POST', `/api/projects/${projectId}/mailboxes`, { mailboxes });
    await startPass(mailferry, projectId, 'full');
    type Request = { mailboxId: string; to: string; state: string; attempts: number };
    const requests = async () =>
      (await mailferry.call<{ items: Request[] }>('GET', `/api/projects/${projectId}/credential-requests`)).items;
    await until('the messages to the users', 30_000, async () => {
      const states = (await requests()).map(({ state }) => state).toSorted();
      return String(states) === 'bounced,sent,sent' || undefined;
    });
    const [message] = mailHost.messages(`${FAILED}@${DOMAIN}`);
    const from = { header: 'x-client-address', address: '203.0.113.7' };
    const user = endUserAt(mailferry.url, linkIn(message!), from, () => {});
    await user.answer({ source: { password: 'a wrong one' }, destination: { password: 'another' } });
    const tried = (await requests()).find(({ attempts }) => attempts > 0);
    return { projectId, triedId: tried!.mailboxId };
  } finally {
    await mailferry.call('PUT', '/api/mail-settings', { driver: null });
    await mailHost.close();
  }
}
