import { foldersUpTo } from './folders.ts';
import { NO_QUIRKS, type Profile } from './profile.ts';
import { versionsUpTo } from './versions.ts';

/** Exchange 2013 CU23, which names its schema V2_23. */
export const EXCHANGE_2013: Profile = {
  name: 'Exchange2013',
  product: 'Exchange 2013 CU23',
  build: [15, 0, 1497, 2],
  schemaVersion: 'V2_23',
  level: 13.1,
  requestVersions: versionsUpTo(13.1),
  unknownVersionFault: 'ErrorInvalidServerVersion',
  stack: 'wcf',
  maxRequestBytes: 67_108_864,
  tooLargeStatus: 413,
  headers: {
    'X-Powered-By': 'ASP.NET',
    'X-AspNet-Version': '4.0.30319',
    'Cache-Control': 'private',
    'X-FEServer': 'MAIL',
    'X-BEServer': 'MAIL',
    'X-CalculatedBETarget': 'mail.sandbox.example',
    'X-DiagInfo': 'MAIL',
  },
  iis: 'Microsoft-IIS/8.5',
  setsBackEndCookie: true,
  namesRequests: true,
  versionOnFaults: false,
  findItemCap: { plain: 1000, restricted: 250 },
  unpagedFindFails: false,
  maxSyncChanges: 512,
  hierarchyDeletes: true,
  distinguishedFolders: foldersUpTo(13.1),
  throttle: {
    concurrency: 27,
    syncConcurrency: 5,
    burstMs: 300_000,
    rechargeMsPerHour: 900_000,
    cutoffMs: 3_000_000,
  },
  quirks: NO_QUIRKS,
};

/** From 2016 on the schema is the same, and a RequestServerVersion that it doesn't list makes the request invalid. */
export const EXCHANGE_2016: Profile = {
  ...EXCHANGE_2013,
  name: 'Exchange2016',
  product: 'Exchange 2016 CU23',
  build: [15, 1, 2507, 6],
  schemaVersion: 'V2017_07_11',
  level: 16,
  requestVersions: versionsUpTo(16),
  unknownVersionFault: 'ErrorInvalidRequest',
  iis: 'Microsoft-IIS/10.0',
  distinguishedFolders: foldersUpTo(16),
};

/** From CU14 on setup switches Extended Protection on, and EWS comes without Basic. */
export const EXCHANGE_2019: Profile = {
  ...EXCHANGE_2016,
  name: 'Exchange2019',
  product: 'Exchange 2019 CU14',
  build: [15, 2, 1544, 4],
  schemesOverTls: ['Negotiate', 'NTLM'],
  extendedProtection: 'allow',
};

export const EXCHANGE_SE: Profile = {
  ...EXCHANGE_2019,
  name: 'ExchangeSE',
  product: 'Exchange SE',
  build: [15, 2, 2562, 17],
};
