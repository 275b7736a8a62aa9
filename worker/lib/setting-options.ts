/** Which settings of a mailbox cross. */
export type SettingOptions = {
  permissions?: boolean;
  rules?: boolean;
  delegates?: boolean;
  outOfOffice?: boolean;
  categories?: boolean;
};

/**
 * On by default: folder permissions, inbox rules, delegates and categories, because people who open their new mailbox
 * expect them there and all of it is added to what is there. Off by default: the out-of-office reply, which would begin
 * to answer people.
 */
export const SETTINGS_BY_DEFAULT: Required<SettingOptions> = {
  permissions: true,
  rules: true,
  delegates: true,
  outOfOffice: false,
  categories: true,
};
