import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Mailferry } from './mailferry.ts';

/**
 * A project between the two sandbox servers, with every mailbox that both have. `by` https: through their front doors,
 * whose certificates are trusted one by one.
 */
export async function createMigration(
  mailferry: Mailferry,
  sandbox: Sandbox,
  options: Record<string, unknown> = {},
  by: 'http' | 'https' = 'http',
): Promise<string> {
  const endpoint = async (name: 'source' | 'destination') => {
    const { url, httpsUrl, admin, door } = sandbox[name];
    const place =
      by === 'http' ? { url } : { url: httpsUrl, trustedCertificate: (await door.certificates()).shown.sha256 };
    return (await mailferry.call<{ id: string }>('POST', '/api/endpoints', { name, credentials: admin, ...place })).id;
  };
  const project = await mailferry.call<{ id: string }>('POST', '/api/projects', {
    name: 'Test migration',
    sourceEndpointId: await endpoint('source'),
    destinationEndpointId: await endpoint('destination'),
    options,
  });
  await mailferry.call('POST', `/api/projects/${project.id}/mailboxes`, {
    mailboxes: sandbox.source.mailboxes.map((mailbox, index) => ({
      sourceEmail: mailbox.email,
      destinationEmail: sandbox.destination.mailboxes[index]!.email,
    })),
  });
  return project.id;
}

export async function startPass(
  mailferry: Mailferry,
  projectId: string,
  type: 'verify' | 'inventory' | 'trial' | 'pre-stage' | 'full' | 'retry-errors',
  mailboxIds?: string[],
): Promise<string> {
  const body = { type, ...(mailboxIds && { mailboxIds }) };
  return (await mailferry.call<{ id: string }>('POST', `/api/projects/${projectId}/passes`, body)).id;
}
