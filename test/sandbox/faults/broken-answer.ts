import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Side } from '../side.ts';
import type { Xml } from '../xml/node.ts';
import { bytesOf } from '../http/write-answer.ts';
import { flatten } from '../xml/node.ts';
import type { ConnectionEffect, Reach, RequestEffect } from './rule.ts';

/** Effects that leave the operation alone and spoil its answer. */
export type AnswerEffect = Extract<
  RequestEffect,
  { kind: 'reset' | 'cut' | 'stall' | 'wrong-length' | 'truncated-data' | 'empty' }
>;

const TRUNCATED = '=== Truncated Data ===';

/** RST where the socket can, else a plain end. */
export function resetConnection(socket: Socket): void {
  if (typeof socket.resetAndDestroy === 'function' && !('encrypted' in socket)) socket.resetAndDestroy();
  else socket.destroy();
}

/** What a client meets that only connects; with TLS its handshake fails. */
export function strikeConnection(socket: Socket, { how }: ConnectionEffect): void {
  if (how === 'reset') resetConnection(socket);
  else if (how === 'close') socket.destroy();
  // Silent: nothing reads it, so nothing is ever answered.
  socket.on('error', () => undefined);
}

const reachOf = (length: number, { bytes, share }: Reach): number =>
  Math.min(length, bytes ?? Math.floor(length * (share ?? 0.5)));

const head = (side: Side, status: number, lines: readonly string[]): string =>
  [
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Internal Server Error'}`,
    'Content-Type: text/xml; charset=utf-8',
    `Server: ${side.profile.iis}`,
    ...Object.entries(side.profile.headers).map(([name, value]) => `${name}: ${value}`),
    ...lines,
    '\r\n',
  ].join('\r\n');

const chunk = (bytes: Buffer): Buffer[] =>
  bytes.length > 0 ? [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')] : [];

/** Where the last tags begin that close an envelope. */
function beforeLastTags(whole: Buffer): number {
  const tail = whole.toString('latin1', Math.max(0, whole.length - 400));
  return whole.length - (/(?:<\/[^>]+>)+$/.exec(tail)?.[0].length ?? 0);
}

/** An answer that stops inside its last data and says so at its end. */
function truncated(whole: Buffer, reach: Reach): Buffer {
  const end = whole.lastIndexOf('</m:Data>');
  const begin = end === -1 ? -1 : whole.lastIndexOf('>', end - 1) + 1;
  const cut = end === -1 ? beforeLastTags(whole) : begin + reachOf(end - begin, reach);
  return Buffer.concat([whole.subarray(0, cut), Buffer.from(TRUNCATED)]);
}

/** Calls back after `ms`, or when the other end is gone. */
function later(socket: Socket, ms: number, then: () => void): void {
  const timer = setTimeout(() => {
    socket.off('close', gone);
    then();
  }, ms);
  const gone = (): void => clearTimeout(timer);
  socket.once('close', gone);
}

/**
 * Writes an answer as the effect wants it, on the bare connection: what HTTP forbids can't be said to a server that
 * keeps to it. The connection ends with it; settles when it is closed. The whole answer is held in memory, and the
 * side's pace is not kept.
 */
export async function writeBroken(
  side: Side,
  response: ServerResponse,
  status: number,
  xml: Xml,
  effect: AnswerEffect,
): Promise<void> {
  const { socket } = response;
  if (!socket || socket.destroyed) return;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  spoil(side, socket, status, Buffer.concat([...bytesOf(flatten(xml))]), effect);
  await closed;
}

function spoil(side: Side, socket: Socket, status: number, whole: Buffer, effect: AnswerEffect): void {
  const send = (lines: readonly string[], ...parts: Buffer[]): void => {
    socket.write(Buffer.concat([Buffer.from(head(side, status, ['Connection: close', ...lines])), ...parts]));
  };
  const lengthOf = (bytes: number): string[] => [`Content-Length: ${bytes}`];
  switch (effect.kind) {
    case 'reset': {
      if (effect.at !== 'within') return resetConnection(socket);
      send(lengthOf(whole.length), whole.subarray(0, reachOf(whole.length, effect)));
      // What is written leaves before the reset does.
      setImmediate(() => resetConnection(socket));
      return;
    }
    case 'cut': {
      const end = effect.how === 'unclosed' ? beforeLastTags(whole) : reachOf(whole.length, effect);
      const part = whole.subarray(0, end);
      if (effect.how === 'chunked') send(['Transfer-Encoding: chunked'], ...chunk(part));
      else if (effect.how === 'chunked-end')
        send(['Transfer-Encoding: chunked'], ...chunk(part), Buffer.from('0\r\n\r\n'));
      else send(lengthOf(effect.how === 'length' ? whole.length : end), part);
      socket.end();
      return;
    }
    case 'stall': {
      const end = reachOf(whole.length, effect);
      send(lengthOf(whole.length), whole.subarray(0, end));
      if (effect.ms !== undefined) later(socket, effect.ms, () => socket.end(whole.subarray(end)));
      return;
    }
    case 'wrong-length':
      send(lengthOf(Math.max(0, whole.length + effect.by)), whole);
      socket.end();
      return;
    case 'truncated-data': {
      const part = truncated(whole, effect);
      send(lengthOf(part.length), part);
      socket.end();
      return;
    }
    case 'empty':
      if (effect.how !== 'connection') send(lengthOf(0));
      socket.end();
      return;
  }
}
