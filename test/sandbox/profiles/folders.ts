/**
 * Since which schema level a folder can be named.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/distinguishedfolderid; the archive's
 * inbox came with a cumulative update of 2013 (15.00.0913.09). Where the page is silent (some of 2013's and 2016's),
 * the level is that of the schema that lists it first.
 */
const SINCE: Readonly<Record<number, string>> = {
  8: 'calendar contacts deleteditems drafts inbox journal notes outbox sentitems tasks msgfolderroot publicfoldersroot root junkemail searchfolders voicemail',
  10.1: 'recoverableitemsroot recoverableitemsdeletions recoverableitemsversions recoverableitemspurges archiveroot archivemsgfolderroot archivedeleteditems archiverecoverableitemsroot archiverecoverableitemsdeletions archiverecoverableitemsversions archiverecoverableitemspurges',
  13: 'archiveinbox syncissues conflicts localfailures serverfailures recipientcache quickcontacts conversationhistory adminauditlogs todosearch mycontacts directory imcontactlist peopleconnect favorites recoverableitemsdiscoveryholds archiverecoverableitemsdiscoveryholds',
  16: 'mecontact personmetadata teamspaceactivity teamspacemessaging teamspaceworkitems scheduled orionnotes tagitems alltaggeditems externalcontacts teamchat teamchathistory yammerroot yammerinbound yammeroutbound yammerfeeds onedriveroot onedriverecylebin onedrivesystem onedrivevolume important starred archive',
};

/** Level that can name each distinguished folder first. */
export const FOLDER_LEVELS: ReadonlyMap<string, number> = new Map(
  Object.entries(SINCE).flatMap(([level, names]) => names.split(' ').map((name) => [name, Number(level)] as const)),
);

/** Folders that a server of a level can be asked for by name. */
export const foldersUpTo = (level: number): string[] =>
  [...FOLDER_LEVELS].filter(([, at]) => at <= level).map(([name]) => name);
