import { ExchangeService, type ExchangeVersion, TimeZoneInfo, Uri, WebCredentials } from 'ews-javascript-api';
import type { SandboxSide } from '../../sandbox/sandbox.ts';

/** One server, its owner's service and a colleague's address there. */
export type Client = { side: SandboxSide; service: ExchangeService; owner: string; colleague: string };

/** The library at one server, speaking as `version` in the name of the mailbox at `index`. */
export function openClient(side: SandboxSide, version: ExchangeVersion, index = 0): Client {
  const owner = side.mailboxes[index];
  if (!owner) throw new Error(`No mailbox ${index}`);
  const service = new ExchangeService(version, TimeZoneInfo.Utc);
  service.Url = new Uri(side.url);
  service.Credentials = new WebCredentials(owner.email, owner.password);
  return {
    side,
    service,
    owner: owner.email,
    colleague: side.mailboxes[1 - index]?.email ?? owner.email,
  };
}
