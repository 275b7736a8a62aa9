import { waveKey } from '../../../../worker/lib/wave-key.ts';
import type { Endpoint, Mailbox, Project, Wave } from '../../../api.ts';
import type { SessionFacts } from './list-session.ts';

/** What of a project decides on the rows of a list. */
export function factsOfProject(
  { source, destination }: Project,
  mailboxes: ReadonlyMap<string, Mailbox>,
  endpoints: readonly Endpoint[],
  waves: readonly Wave[],
): SessionFacts {
  const sideOf = ({ id, domains }: Project['source']) => ({
    hasAdministrator: endpoints.some((endpoint) => endpoint.id === id && endpoint.username !== null),
    domains: [...domains],
  });
  const list = [...mailboxes.values()];
  return {
    taken: {
      source: list.map(({ sourceEmail }) => sourceEmail.toLowerCase()),
      destination: list.map(({ destinationEmail }) => destinationEmail.toLowerCase()),
    },
    isSameServer: source.url === destination.url,
    waves: waves.map(({ name }) => waveKey(name)),
    source: sideOf(source),
    destination: sideOf(destination),
  };
}
