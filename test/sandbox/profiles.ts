/**
 * What sets one Exchange version apart from another. A profile is data: a new version is a new entry. Schema levels
 * are numbers that grow with the version, so that an element or operation says with one number since when it is there.
 */
export type Profile = {
  name: ProfileName;
  /** As in the ServerVersionInfo header. */
  build: readonly [major: number, minor: number, build: number, revision: number];
  schemaVersion: string;
  level: number;
  /** IIS request filtering; a larger body is refused before EWS sees it. Bytes. */
  maxRequestBytes: number;
  /** How the front door refuses: IIS 404.13 of the older, 413 of the newer. */
  tooLargeStatus: 404 | 413;
  iis: string;
  /** Whether SOAP faults carry ServerVersionInfo; 2010's don't. */
  versionOnFaults: boolean;
  /** FindItem's caps: without and with a restriction; none before 2013. */
  findItemCap?: { plain: number; restricted: number };
  maxSyncChanges: number;
  distinguishedFolders: readonly string[];
};

export type ProfileName = 'Exchange2010_SP2' | 'Exchange2019';

/** Levels of `RequestServerVersion`. Values that the schema knows but the server doesn't are refused. */
export const LEVELS: Readonly<Record<string, number>> = {
  Exchange2007: 8,
  Exchange2007_SP1: 8.1,
  Exchange2010: 10,
  Exchange2010_SP1: 10.1,
  Exchange2010_SP2: 10.2,
  Exchange2013: 13,
  Exchange2013_SP1: 13.1,
  Exchange2015: 15,
  Exchange2016: 16,
  V2015_10_05: 16,
  V2016_01_06: 16,
  V2016_04_13: 16,
  V2016_07_13: 16,
  V2016_10_10: 16,
  V2017_01_07: 16,
  V2017_04_14: 16,
  V2017_07_11: 16,
};

const FOLDERS_2010 = [
  'root',
  'msgfolderroot',
  'inbox',
  'drafts',
  'sentitems',
  'deleteditems',
  'outbox',
  'calendar',
  'contacts',
  'tasks',
  'notes',
  'journal',
  'junkemail',
  'searchfolders',
  'voicemail',
  'recoverableitemsroot',
  'recoverableitemsdeletions',
  'recoverableitemsversions',
  'recoverableitemspurges',
] as const;

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  Exchange2010_SP2: {
    name: 'Exchange2010_SP2',
    build: [14, 2, 247, 0],
    schemaVersion: 'Exchange2010_SP2',
    level: 10.2,
    maxRequestBytes: 35_000_000,
    tooLargeStatus: 404,
    iis: 'Microsoft-IIS/7.5',
    versionOnFaults: false,
    maxSyncChanges: 512,
    distinguishedFolders: FOLDERS_2010,
  },
  Exchange2019: {
    name: 'Exchange2019',
    build: [15, 2, 1544, 4],
    schemaVersion: 'V2017_07_11',
    level: 16,
    maxRequestBytes: 67_108_864,
    tooLargeStatus: 413,
    iis: 'Microsoft-IIS/10.0',
    versionOnFaults: true,
    findItemCap: { plain: 1000, restricted: 250 },
    maxSyncChanges: 512,
    distinguishedFolders: [
      ...FOLDERS_2010,
      'syncissues',
      'conflicts',
      'localfailures',
      'serverfailures',
      'recipientcache',
      'quickcontacts',
      'conversationhistory',
      'imcontactlist',
      'directory',
    ],
  },
};

export const versionText = (profile: Profile): string => `${profile.name} ${profile.build.join('.')}`;
