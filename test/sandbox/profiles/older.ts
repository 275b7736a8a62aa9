import { foldersUpTo } from './folders.ts';
import { NO_QUIRKS, type Profile } from './profile.ts';
import { versionsUpTo } from './versions.ts';

/**
 * Exchange 2007 SP1, as recorded sessions show it. Its IIS 6 filters nothing by itself; 30,000,000 bytes are those of
 * IIS 7 under later service packs.
 */
export const EXCHANGE_2007_SP1: Profile = {
  name: 'Exchange2007_SP1',
  product: 'Exchange 2007 SP1',
  build: [8, 1, 436, 0],
  schemaVersion: 'Exchange2007_SP1',
  level: 8.1,
  requestVersions: versionsUpTo(8.1),
  unknownVersionFault: 'ErrorInvalidServerVersion',
  stack: 'asmx',
  maxRequestBytes: 30_000_000,
  tooLargeStatus: 404,
  headers: { 'X-Powered-By': 'ASP.NET', 'X-AspNet-Version': '2.0.50727', 'Cache-Control': 'private, max-age=0' },
  iis: 'Microsoft-IIS/6.0',
  versionOnFaults: true,
  unpagedFindFails: false,
  maxSyncChanges: 512,
  hierarchyDeletes: false,
  distinguishedFolders: foldersUpTo(8.1),
  quirks: NO_QUIRKS,
};

/**
 * 2010's default policy: 10 requests at a time, shares of server time instead of a burst, and 1000 found items a
 * budget, which a request without a page may not exceed.
 * https://learn.microsoft.com/archive/blogs/exchangedev/throttling-policies-and-the-ewsfindcountlimit
 */
export const EXCHANGE_2010_SP2: Profile = {
  name: 'Exchange2010_SP2',
  product: 'Exchange 2010 SP2',
  build: [14, 2, 247, 0],
  schemaVersion: 'Exchange2010_SP2',
  level: 10.2,
  requestVersions: versionsUpTo(10.2),
  unknownVersionFault: 'ErrorInvalidServerVersion',
  stack: 'wcf',
  maxRequestBytes: 35_000_000,
  tooLargeStatus: 404,
  headers: { 'X-Powered-By': 'ASP.NET', 'X-AspNet-Version': '2.0.50727', 'Cache-Control': 'private' },
  iis: 'Microsoft-IIS/7.5',
  versionOnFaults: false,
  findItemCap: { plain: 1000, restricted: 1000 },
  unpagedFindFails: true,
  maxSyncChanges: 512,
  hierarchyDeletes: true,
  distinguishedFolders: foldersUpTo(10.2),
  throttle: { concurrency: 10 },
  quirks: NO_QUIRKS,
};

/** SP3 goes on in SP2's schema, and says so. */
export const EXCHANGE_2010_SP3: Profile = {
  ...EXCHANGE_2010_SP2,
  name: 'Exchange2010_SP3',
  product: 'Exchange 2010 SP3',
  build: [14, 3, 123, 3],
};
