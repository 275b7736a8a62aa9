/** Which settings of a mailbox cross. */
export type SettingOptions = {
  permissions?: boolean;
  rules?: boolean;
  delegates?: boolean;
  outOfOffice?: boolean;
  categories?: boolean;
};

/**
 * On by default: folder permissions, inbox rules, delegates and categories, because people expect them in their new
 * mailbox, and copying only adds to what is there. Off by default: the out-of-office reply, which would start to answer
 * people.
 */
export const SETTINGS_BY_DEFAULT: Required<SettingOptions> = {
  permissions: true,
  rules: true,
  delegates: true,
  outOfOffice: false,
  categories: true,
};
