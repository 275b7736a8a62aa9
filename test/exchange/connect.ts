import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { basicAuthenticator } from '../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import type { Connection, ConnectionOptions } from '../../worker/exchange/client/connection.ts';
import { createConnection } from '../../worker/exchange/client/connection.ts';
import type { SandboxSide } from '../sandbox/sandbox.ts';

/** As whom a server is entered. */
export type SignIn = 'owner' | 'delegate' | 'impersonate';
export type SideName = 'source' | 'destination';

/** What is different about a connection; without anything it is that of the first mailbox's owner, by Basic. */
export type ConnectionChanges = Partial<Omit<ConnectionOptions, 'url' | 'side'>> & {
  /** `delegate` and `impersonate`: the server's admin account, on behalf of the owner. */
  how?: SignIn;
  /** Who signs in, where it is somebody else. */
  login?: { username: string; password: string };
  /** What requests go through. */
  through?: Fetch;
};

/** A connection to a server of the sandbox. */
export function connect(server: SandboxSide, side: SideName, changes: ConnectionChanges = {}): Connection {
  const { how = 'owner', login, through = fetch, ...more } = changes;
  const mailbox = more.mailbox ?? server.mailboxes[0]!.email;
  return createConnection({
    url: server.url,
    side,
    mailbox,
    authenticator: basicAuthenticator(through, login ?? (how === 'owner' ? ownerOf(server, mailbox) : server.admin)),
    impersonate: how === 'impersonate',
    newRequestId: () => crypto.randomUUID(),
    timeoutMs: 20_000,
    ...more,
  });
}

/** The sign-in of a mailbox's owner; one without a password where the server has no such mailbox. */
export function ownerOf(server: SandboxSide, email: string): { username: string; password: string } {
  return { username: email, password: server.mailboxes.find((each) => each.email === email)?.password ?? '' };
}
