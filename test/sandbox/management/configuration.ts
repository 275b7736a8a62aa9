import type { Side } from '../side.ts';
import { SERVER } from './organisation.ts';
import { rootOf } from './recipient.ts';

/** The distinguished name of an object of the configuration. */
export function configurationDn(side: Side, name: string): string {
  const root = rootOf(side)
    .split('.')
    .map((part) => `DC=${part}`)
    .join(',');
  const group = `CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups,CN=Sandbox,CN=Microsoft Exchange,CN=Services,CN=Configuration,${root}`;
  return name.toLowerCase() === SERVER.toLowerCase()
    ? `CN=${name},CN=Servers,${group}`
    : `CN=${name},CN=Databases,${group}`;
}
