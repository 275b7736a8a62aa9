import type { CopyPath } from '../../engine/model/item.ts';
import type { Abilities } from '../../engine/model/mailbox.ts';
import type { Connection } from './connection.ts';
import { describeVersion, isAtLeast, maxRequestBytes } from '../operations/versions.ts';

/**
 * What the server's version promises, less what it was seen to refuse. Export and upload exist since Exchange 2010
 * SP1; the other paths need nothing but GetItem and CreateItem. Throws FaultError.
 */
export async function readAbilities(
  connection: Connection,
  refused: ReadonlySet<CopyPath>,
  signal: AbortSignal,
): Promise<Abilities> {
  const server = await connection.server(signal);
  const version = await connection.version(signal);
  const promised: CopyPath[] = isAtLeast(version, 'Exchange2010_SP1')
    ? ['transfer', 'mime', 'typed']
    : ['mime', 'typed'];
  const isLost = connection.standing.isLost('ExportItems') || connection.standing.isLost('UploadItems');
  return {
    version: describeVersion(server),
    paths: promised.filter((path) => !refused.has(path) && !(path === 'transfer' && isLost)),
    maxRequestBytes: maxRequestBytes(server),
  };
}
