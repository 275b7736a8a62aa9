import { join, relative } from 'node:path';
import type { Run } from './demo.ts';

/**
 * What the terminal shows once everything answers. `setupToken` while nobody owns this Mailferry yet; `openAt` is the
 * address besides loopback where it listens.
 */
export function greeting(
  url: string,
  root: string,
  stateDir: string,
  demo: Run | undefined,
  setupToken: string | undefined,
  openAt?: string,
): string {
  const file = join(stateDir, 'run.json');
  const near = relative(root, file);
  const lines = demo
    ? [
        `Mailferry   ${url}/projects/${demo.projectId}`,
        `Sign in     ${demo.email} / ${demo.password}`,
        `Sandbox     ${demo.source.httpsUrl} (${demo.source.version})`,
        `            ${demo.destination.httpsUrl} (${demo.destination.version})`,
        `Mail        ${demo.mail.url} shows what it sends`,
        `For tools   ${near.startsWith('..') ? file : near} has the API key and the servers’ accounts`,
      ]
    : [`Mailferry   ${url}`, ...(setupToken === undefined ? [] : [`Set-up token   ${setupToken}`])];
  // Passwords come there without TLS, from whoever reaches it.
  if (openAt !== undefined) lines.push(`Listens at  ${openAt} too, without TLS: let only your proxy reach it`);
  return `\n${lines.join('\n')}\n\nPress Ctrl-C to stop. The next start continues where it stopped.\n`;
}
