import type { ServerResponse } from 'node:http';
import type { Profile } from '../profiles/profiles.ts';
import { flatten } from '../xml/node.ts';
import type { Side } from '../side.ts';
import { envelopeXml } from './envelope.ts';
import { bytesOf } from './write-answer.ts';

const NAMESPACES =
  'xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"';

/**
 * What there was of an answer when the operation failed: its element without anything in it. Before the operation is
 * known, and its request read, the element still has the request's name.
 */
export function surplusXml(profile: Profile, operation: string, request: string): string {
  const asked = /<(?:[\w-]+:)?Body[^>]*>\s*<(?:[\w-]+:)?(\w+)[\s/>]/.exec(request)?.[1] ?? 'Unknown';
  const element = operation === 'Unknown' ? asked : `m:${operation}Response`;
  const bytes = bytesOf(flatten(envelopeXml(profile, `<${element} ${NAMESPACES}/>`)));
  return Buffer.concat([...bytes]).toString('utf8');
}

/** Sends another answer behind the one that was asked for, where its connection stays open. */
export function writeSurplus(side: Side, response: ServerResponse, surplus: string): void {
  const { socket } = response;
  if (!socket || !response.shouldKeepAlive) return;
  const send = (): void => {
    if (socket.destroyed) return;
    side.stats.surplusAnswers += 1;
    const length = Buffer.byteLength(surplus);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: ${length}\r\n\r\n${surplus}`);
  };
  const later = (): void => void setTimeout(send, side.surplusDelayMs);
  response.once('finish', side.surplusDelayMs > 0 ? later : send);
}
