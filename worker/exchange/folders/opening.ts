import type { Folder } from '../../engine/model/item.ts';
import type { Abilities, ListHow, Reach } from '../../engine/model/mailbox.ts';
import { readAbilities } from '../client/abilities.ts';
import type { Connection } from '../client/connection.ts';
import { MESSAGE_ROOT } from '../operations/folders/well-known.ts';
import { isWanted } from './folder-tree.ts';
import { listFolders } from './list-folders.ts';
import { greetedFolders } from './well-known-folders.ts';

/** The first two calls to a mailbox: the listing does not ask again for what the first answer has shown. */
export type Opening = {
  abilities: (signal: AbortSignal) => Promise<Abilities>;
  folders: (signal: AbortSignal, reach?: Reach & ListHow) => Promise<Folder[]>;
};

const isBelowRoot = ({ distinguishedId }: Folder) => distinguishedId !== MESSAGE_ROOT;

export function createOpening(connection: Connection): Opening {
  let shown: ReadonlyMap<string, Folder> | undefined;
  return {
    abilities: async (signal) => {
      const abilities = await readAbilities(connection, signal);
      shown = greetedFolders(connection);
      const wellKnown = shown && [...shown.values()].filter(isBelowRoot).filter(isWanted);
      return { ...abilities, ...(wellKnown && { wellKnown }) };
    },
    folders: (signal, reach) => {
      const known = shown;
      // Later listings find out what has changed since.
      shown = undefined;
      return listFolders(connection, signal, reach, known);
    },
  };
}
