/** Where the age groups of an inventory end, in days; the last group has no end. */
export const AGE_ENDS_DAYS = [7, 30, 90, 180, 365] as const;
/** How many groups there are. */
export const AGE_GROUPS = AGE_ENDS_DAYS.length + 1;
