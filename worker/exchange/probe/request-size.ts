import { USER_AGENT } from '../../lib/user-agent.ts';
import { createInput } from '../transport/http/input.ts';
import { readHead } from '../transport/http/head.ts';
import type { OpenSocket } from '../transport/http/byte-socket.ts';
import { utf8 } from '../xml/bytes.ts';

/** Limits of the versions as they are installed, and what a message of 100 MB needs; bytes. */
const SIZES = [13_600_000, 30_000_000, 35_000_000, 67_108_864, 140_000_000] as const;

/**
 * Which sizes of a request the front door takes. Each request only announces its body: IIS judges the announcement
 * before it asks who someone is (request filtering), so that nothing large is sent and no credentials are needed. What a
 * server judges later stays unseen. Never rejects; undefined where the server shows nothing.
 * https://learn.microsoft.com/iis/configuration/system.webserver/security/requestfiltering/requestlimits
 */
export async function askRequestSize(
  url: string,
  open: OpenSocket,
  signal: AbortSignal,
): Promise<{ takenBytes: number; refusedBytes?: number } | undefined> {
  let taken = -1;
  let refused: number = SIZES.length;
  while (refused - taken > 1) {
    const middle = Math.floor((taken + refused) / 2);
    const isTaken = await takesSize(new URL(url), SIZES[middle] ?? 0, open, signal);
    if (isTaken === undefined) return undefined;
    if (isTaken) taken = middle;
    else refused = middle;
  }
  const refusedBytes = SIZES[refused];
  return { takenBytes: SIZES[taken] ?? 0, ...(refusedBytes !== undefined && { refusedBytes }) };
}

async function takesSize(url: URL, bytes: number, open: OpenSocket, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    const socket = await open(url, signal);
    const end = () => socket.close();
    signal.addEventListener('abort', end, { once: true });
    try {
      const lines = [
        `POST ${url.pathname}${url.search} HTTP/1.1`,
        `host: ${url.host}`,
        'connection: close',
        'content-type: text/xml; charset=utf-8',
        `user-agent: ${USER_AGENT}`,
        `content-length: ${bytes}`,
      ];
      await socket.write(utf8(`${lines.join('\r\n')}\r\n\r\n`));
      const { status } = await readHead(createInput(socket));
      // A small request was answered at this address: the size is what makes it another one.
      if (status === 413 || status === 404) return false;
      return status === 401 || status === 200 || status === 500 ? true : undefined;
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
  } catch {
    return undefined;
  }
}
