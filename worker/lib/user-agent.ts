/** How Mailferry names itself to servers. Administrators block and allow programs by this name. */
export const USER_AGENT = 'Mailferry';
