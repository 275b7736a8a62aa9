import { join, relative } from 'node:path';
import type { Run } from './demo.ts';

/** What the terminal shows once everything answers. `setupToken` while nobody owns this Mailferry yet. */
export function greeting(
  url: string,
  root: string,
  stateDir: string,
  demo: Run | undefined,
  setupToken: string | undefined,
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
  return `\n${lines.join('\n')}\n\nPress Ctrl-C to stop. The next start continues where it stopped.\n`;
}
