import { EXCHANGE_2010_SP2 } from './older.ts';
import { NO_QUIRKS, type Profile } from './profile.ts';

/**
 * A server that speaks EWS and is no Exchange. It claims Exchange 2010 SP2, so that a client which trusts the version
 * alone believes in operations that are not there. Made of what clients met in the wild, several products in one;
 * which product does what is unproven.
 */
export const OTHER_SERVER: Profile = {
  ...EXCHANGE_2010_SP2,
  name: 'OtherServer',
  product: 'not Exchange',
  build: [14, 2, 100, 0],
  headers: {},
  iis: 'Groupware/9.2',
  tooLargeStatus: 413,
  unpagedFindFails: false,
  distinguishedFolders: EXCHANGE_2010_SP2.distinguishedFolders.filter((name) => !/^(?:archive|recoverable)/.test(name)),
  quirks: {
    ...NO_QUIRKS,
    rewritesMime: true,
    fractionalSeconds: true,
    unknownRestrictions: ['IsLessThanOrEqualTo'],
    notCreatable: ['PostItem', 'DistributionList', 'Task'],
    sparseAllProperties: true,
    plainFaults: true,
    missingOperations: [
      'ExportItems',
      'UploadItems',
      'GetServerTimeZones',
      'ConvertId',
      'GetInboxRules',
      'GetMailTips',
      'UpdateInboxRules',
      'GetUserConfiguration',
      'CreateUserConfiguration',
      'UpdateUserConfiguration',
      'DeleteUserConfiguration',
      'GetDelegate',
      'AddDelegate',
      'UpdateDelegate',
      'RemoveDelegate',
    ],
  },
};
