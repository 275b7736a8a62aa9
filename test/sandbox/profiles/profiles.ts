import { GROMMUNIO } from './grommunio.ts';
import { EXCHANGE_2013, EXCHANGE_2016, EXCHANGE_2019, EXCHANGE_SE } from './newer.ts';
import { EXCHANGE_2007_SP1, EXCHANGE_2010_SP2, EXCHANGE_2010_SP3 } from './older.ts';
import { OTHER_SERVER } from './other.ts';
import type { Profile, ProfileName } from './profile.ts';
import { WORK_MAIL } from './work-mail.ts';

export type { Profile, ProfileName } from './profile.ts';

/** Every server version that a side can be; oldest first, those that are no Exchange last. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  Exchange2007_SP1: EXCHANGE_2007_SP1,
  Exchange2010_SP2: EXCHANGE_2010_SP2,
  Exchange2010_SP3: EXCHANGE_2010_SP3,
  Exchange2013: EXCHANGE_2013,
  Exchange2016: EXCHANGE_2016,
  Exchange2019: EXCHANGE_2019,
  ExchangeSE: EXCHANGE_SE,
  OtherServer: OTHER_SERVER,
  Grommunio: GROMMUNIO,
  WorkMail: WORK_MAIL,
};

/** Such as `Exchange2010_SP2 14.2.247.0`. */
export const versionText = (profile: Profile): string => `${profile.name} ${profile.build.join('.')}`;
