import type { Server } from 'node:http';
import { admit } from '../http/let-in.ts';
import type { Side } from '../side.ts';
import type { Authority } from './authority.ts';
import type { DoorSettings } from './door-settings.ts';
import { type FrontDoor, openFrontDoor } from './open-front-door.ts';

export type AskAuthority = () => Promise<Authority>;

// A certificate names no more domains than this.
const DOMAINS = 20;

/** The authority of a sandbox, kept in `folder` where there is one; made when it is first asked for. */
export function authorityIn(folder: string | undefined): AskAuthority {
  let opened: Promise<Authority> | undefined;
  return () => (opened ??= open(folder));
}

/** What signs certificates is loaded here: most sandboxes never show one. */
async function open(folder: string | undefined): Promise<Authority> {
  const { openAuthority } = await import('./authority.ts');
  return openAuthority({ now: new Date(), ...(folder === undefined ? {} : { folder }) });
}

/** The names under which a side is reached: of the server, and of its autodiscover, in every domain that it has. */
function namesOf(side: Side): string[] {
  const rows = side.store
    .sql(
      "select lower(substr(email, instr(email, '@') + 1)) as domain from mailboxes group by 1 order by min(id) limit ?",
    )
    .all(DOMAINS) as { domain: string }[];
  return rows.flatMap(({ domain }) => [`mail.${domain}`, `autodiscover.${domain}`]);
}

/** Opens the front door of a side: TLS as the Windows speaks it under its version of Exchange. */
export const openSideDoor = (
  side: Side,
  to: Server,
  authority: AskAuthority,
  options: Partial<DoorSettings> & { host: string; port: number },
): Promise<FrontDoor> =>
  openFrontDoor({
    ...options,
    to,
    authority,
    profile: side.profile.name,
    names: () => namesOf(side),
    admit: (raw) => admit(side, raw),
  });
