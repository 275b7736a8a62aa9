import type { MailboxCount } from '../model/count.ts';

/** What the front door of a destination takes that could not be asked: that of Exchange 2013 and later. */
const ASSUMED_REQUEST_BYTES = 67_108_864;
/** base64 makes four bytes of three. */
const CONTENT_SHARE = 3 / 4;

/** The largest item that the destination takes, in bytes; assumed where it could not be opened. */
export function limitOf({ destination }: MailboxCount): { bytes: number; isAssumed: boolean } {
  const { maxRequestBytes } = destination;
  return {
    bytes: Math.floor((maxRequestBytes ?? ASSUMED_REQUEST_BYTES) * CONTENT_SHARE),
    isAssumed: maxRequestBytes === undefined,
  };
}
