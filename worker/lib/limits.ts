/** Mailboxes that one request can add. */
export const MAX_MAILBOXES_PER_REQUEST = 1000;

/** What a pre-stage pass leaves for the full pass, where it is not told otherwise. */
export const PRE_STAGE_DAYS = 90;

/** Mailboxes of a project that move at a time, where it does not say. */
export const SHARED_SLOTS = 20;
/** The same where both endpoints impersonate: then each mailbox has the servers' budgets for itself. */
export const IMPERSONATED_SLOTS = 1000;
