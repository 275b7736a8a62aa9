import type { Abilities } from '../../engine/model/mailbox.ts';
import { describeVersion, maxRequestBytes } from '../operations/versions.ts';
import { usableMethods } from './capabilities.ts';
import type { Connection } from './connection.ts';

/** What the server's version promises, less what it was seen to refuse. Throws FaultError. */
export async function readAbilities(connection: Connection, signal: AbortSignal): Promise<Abilities> {
  const server = await connection.server(signal);
  const version = await connection.version(signal);
  return {
    version: describeVersion(server),
    methods: usableMethods(connection.capabilities, version),
    maxRequestBytes: maxRequestBytes(server),
  };
}
