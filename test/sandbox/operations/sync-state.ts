import { crc32 } from 'node:zlib';
import { EwsError } from './errors.ts';
import type { Context } from '../side.ts';

/** Sync states are base64 with a checksum; a command of the sandbox (fact `syncEpoch`) makes all of them invalid. */
export function writeState(context: Context, state: Record<string, unknown>): string {
  const body = Buffer.from(JSON.stringify({ ...state, epoch: context.store.fact('syncEpoch') ?? '0' }));
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(body));
  return Buffer.concat([sum, body]).toString('base64');
}

/** Undefined for the first call; throws ErrorInvalidSyncStateData for what this server did not write. */
export function readState(context: Context, text: string | undefined): Record<string, unknown> | undefined {
  if (!text) return undefined;
  const bytes = Buffer.from(text, 'base64');
  const invalid = new EwsError('ErrorInvalidSyncStateData');
  if (bytes.length < 6 || bytes.toString('base64') !== text || crc32(bytes.subarray(4)) !== bytes.readUInt32LE(0))
    throw invalid;
  const state = JSON.parse(bytes.subarray(4).toString()) as Record<string, unknown>;
  if (state['epoch'] !== (context.store.fact('syncEpoch') ?? '0')) throw invalid;
  return state;
}
