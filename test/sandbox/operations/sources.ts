/**
 * What an operation is held against: `trace`, sessions recorded from real servers and replayed; `document`, its
 * reference page and protocol document; `schema`, the official schema of requests and answers; `clients`, clients
 * that others made and that run against it.
 */
export type Source = 'trace' | 'document' | 'schema' | 'clients';

export type Provenance = { sources: readonly Source[]; simplified?: string };

const known = (simplified?: string, ...more: Source[]): Provenance => ({
  sources: [...more, 'document', 'schema'],
  ...(simplified === undefined ? {} : { simplified }),
});
const recorded = (simplified?: string): Provenance => known(simplified, 'trace', 'clients');
const used = (simplified?: string): Provenance => known(simplified, 'clients');

/** By operation; each must have an entry, from which the README's table is made. */
export const PROVENANCE: Readonly<Record<string, Provenance>> = {
  AddDelegate: used(),
  ConvertId: used('formats are turned into each other by text alone; no public folders'),
  CopyFolder: used('only inside a mailbox; some codes unproven'),
  CopyItem: used('codes for search folders unproven'),
  CreateAttachment: used('an exception has no files of its series, as seen of 2007 and unproven of later ones'),
  CreateFolder: recorded('only one parent mailbox; no managed folders'),
  CreateItem: used('no replies, forwards or answers to meetings; MIME is kept byte for byte'),
  CreateUserConfiguration: used(),
  DeleteAttachment: used(),
  DeleteFolder: recorded('codes for names taken in Deleted Items unproven'),
  DeleteItem: used('no holds: what is deleted hard is gone'),
  DeleteUserConfiguration: used(),
  EmptyFolder: used(),
  ExportItems: used("the stream is the sandbox's own; whether a server takes a newer one's is a switch, unproven"),
  FindFolder: used(),
  FindItem: used('no grouping, no query strings'),
  GetAttachment: used(),
  GetDelegate: used(),
  GetFolder: recorded('no policy tags, no replicas, no managed folders'),
  GetInboxRules: used(),
  GetItem: used('no conversations, entities or rights management'),
  GetMailTips: known('full mailboxes, largest messages and unknown recipients; who may ask in whose name is unproven'),
  GetRoomLists: known(),
  GetRooms: known('the code for a list that is none is unproven'),
  GetServerTimeZones: used('rules of today and some of yesterday'),
  GetUserAvailability: used('no groups, no working hours of their own'),
  GetUserConfiguration: used('lists in dictionaries unproven'),
  GetUserOofSettings: used(),
  MoveFolder: recorded('codes for moves into itself and between mailboxes unproven'),
  MoveItem: used('codes for search folders unproven'),
  RemoveDelegate: used(),
  ResolveNames: used(
    'names, aliases and addresses by their beginnings; no offices, no phonetic names; one address list for all of a customer',
  ),
  SendItem: used('nothing leaves the side: what would go out is counted'),
  SetUserOofSettings: used('a time that is over is refused, unproven; no replies are sent'),
  SyncFolderHierarchy: used('all changes in one answer'),
  SyncFolderItems: used('the code for search folders is unproven'),
  UpdateDelegate: used(),
  UpdateFolder: used('codes for folders of the server unproven'),
  UpdateInboxRules: used('rules are kept and checked, not run; the code of too large ones is unproven'),
  UpdateItem: used('conflicts are resolved for whole items'),
  UpdateUserConfiguration: used(),
  UploadItems: used("takes the sandbox's own streams alone"),
};
