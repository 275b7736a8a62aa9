import type { EndpointRow } from '../endpoints/table.ts';
import type { MailboxRow } from './table.ts';

/** A mailbox with what serves both of its sides. */
export type ServedMailbox = {
  mailbox: Pick<MailboxRow, 'sourceServer' | 'destinationServer'>;
  sourceEndpoint: Pick<EndpointRow, 'url'>;
  destinationEndpoint: Pick<EndpointRow, 'url'>;
};

/**
 * The EWS address of a side: the mailbox's own, where it is known to be elsewhere than the endpoint. `named` is the
 * address by whose name it is decided what may be sent there.
 */
export function serverOf(
  { mailbox, sourceEndpoint, destinationEndpoint }: ServedMailbox,
  side: 'source' | 'destination',
): { url: string; isOwn: boolean; named: string } {
  const { url } = side === 'source' ? sourceEndpoint : destinationEndpoint;
  const own = mailbox[side === 'source' ? 'sourceServer' : 'destinationServer'];
  if (own?.insteadOf !== url) return { url, isOwn: false, named: url };
  return { url: own.url, isOwn: true, named: own.host === undefined ? own.url : `https://${own.host}/` };
}
