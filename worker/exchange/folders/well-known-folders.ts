import type { Fault } from '../../engine/model/fault.ts';
import type { Folder } from '../../engine/model/item.ts';
import type { Connection } from '../client/connection.ts';
import { responseMessages } from '../client/responses.ts';
import { FIRST_NAMES, LATER_NAMES, MESSAGE_ROOT } from '../operations/folders/well-known.ts';
import { isAtLeast, type RequestVersion } from '../operations/versions.ts';
import { isMigrated } from './folder-tree.ts';
import { firstAccepted } from './find-folders.ts';
import { readNamed, sortNamed } from './named-folders.ts';

/** The well-known folders in the answer that revealed the server's version, by name; undefined if it had none. */
export function greetedFolders(connection: Connection): Map<string, Folder> | undefined {
  const answer = connection.greeting();
  const messages = answer ? responseMessages(answer) : [];
  if (messages.length !== FIRST_NAMES.length) return undefined;
  const { folders, open } = sortNamed(messages, FIRST_NAMES, connection.side);
  // What it did not get to is no sign that it is not there: the whole is asked for again.
  return folders.has(MESSAGE_ROOT) && open.size === 0 ? folders : undefined;
}

/** The well-known folders of a mailbox, and why the server does not show others that it may have; by name. */
export type WellKnown = { folders: ReadonlyMap<string, Folder>; denied: ReadonlyMap<string, Fault> };

/**
 * The well-known folders that this mailbox has. Those that are `shown` are not asked for. With `isPatient` trouble that
 * may pass is thrown, and not taken for an answer. Throws FaultError.
 */
export async function readWellKnown(
  connection: Connection,
  signal: AbortSignal,
  shown: ReadonlyMap<string, Folder> | undefined,
  isPatient: boolean,
): Promise<WellKnown> {
  const version = await connection.version(signal);
  const later = laterNames(version);
  const read = async (names: readonly string[], isFull = true): Promise<WellKnown> => {
    const denied = new Map<string, Fault>();
    const how = { isFull, leftOut: ['unknown'] as const, denied, isPatient };
    return { folders: await readNamed(connection, names, signal, how), denied };
  };
  // Servers of another make refuse a request for a name or a property that they do not know, as a whole.
  if (shown) {
    const none = async (): Promise<WellKnown> => ({ folders: new Map(), denied: new Map() });
    const { folders, denied } = await firstAccepted([() => read(later), none]);
    return { folders: new Map([...shown, ...folders]), denied };
  }
  return firstAccepted([
    () => read([...FIRST_NAMES, ...later]),
    () => read(FIRST_NAMES),
    () => read(FIRST_NAMES, false),
  ]);
}

function laterNames(version: RequestVersion): readonly string[] {
  return LATER_NAMES.flatMap(([since, names]) => (isAtLeast(version, since) ? names : []));
}

/** The ids of what the server keeps for itself, and no listing shows. Throws FaultError. */
export async function readReserved(connection: Connection, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const later = laterNames(await connection.version(signal));
  const read = (names: readonly string[]) =>
    readNamed(
      connection,
      names.filter((name) => !isMigrated(name)),
      signal,
      { isFull: false },
    );
  const folders = await firstAccepted([
    () => read([...FIRST_NAMES, ...later]),
    () => read(FIRST_NAMES),
    async () => new Map(),
  ]);
  return new Set([...folders.values()].map(({ id }) => id));
}
