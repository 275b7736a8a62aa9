/** Mailboxes that one request can add. */
export const MAX_MAILBOXES_PER_REQUEST = 1000;

/** Mailboxes that one request can change: their passwords, sealed, stay below what D1 takes as one value. */
export const MOST_EDITS_PER_REQUEST = 500;

/** Items from this many last days are left for the full pass, unless a pre-stage pass says otherwise. */
export const PRE_STAGE_DAYS = 90;

/** How many mailboxes of a project run concurrently by default. */
export const SHARED_SLOTS = 20;
/** The same if both endpoints impersonate: then each mailbox has its own server budget. */
export const IMPERSONATED_SLOTS = 1000;
