import { EXCHANGE_2010_SP2 } from './older.ts';
import { NO_QUIRKS, type Profile } from './profile.ts';

/**
 * A server after Amazon WorkMail: it takes requests in one version alone, and says nowhere which one it is. What else it
 * does is unproven; it has no export, as its documentation lists none.
 */
export const WORK_MAIL: Profile = {
  ...EXCHANGE_2010_SP2,
  name: 'WorkMail',
  product: 'WorkMail',
  requestVersions: ['Exchange2010_SP2'],
  headers: {},
  iis: 'Server',
  throttle: undefined,
  quirks: {
    ...NO_QUIRKS,
    namesNoVersion: true,
    missingOperations: ['ExportItems', 'UploadItems', 'GetMailTips', 'GetServerTimeZones', 'UpdateInboxRules'],
  },
};
