import { FaultError } from '../../engine/model/fault.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import { isAtLeast, type RequestVersion } from '../operations/versions.ts';

/** Throws a fault of kind `unsupported` where the server is older than what has `what`. */
export async function requireVersion(
  connection: Connection,
  least: RequestVersion,
  what: string,
  signal: AbortSignal,
): Promise<void> {
  if (isAtLeast(await connection.version(signal), least)) return;
  const message = `The ${connection.side} is too old to return ${what}.`;
  throw new FaultError(makeFault('unsupported', 'endpoint', 'version-too-old', message, connection.side));
}
