/** The two sides of a mailbox that one signs in to. */
export const SIDES = ['source', 'destination'] as const;
export type MailboxSide = (typeof SIDES)[number];

/** What stands in place of a login that only the end user knows, in any case of letters. */
export const UNKNOWN_LOGIN = 'unknown';

export const isUnknownLogin = (login: string | null | undefined): boolean => login?.toLowerCase() === UNKNOWN_LOGIN;

/**
 * How far a request is. `bounced`: its message did not arrive. `opened`: a person has begun to fill in the form; that
 * someone or something has opened the page says nothing.
 */
export const REQUEST_STATES = ['queued', 'sent', 'bounced', 'opened', 'answered', 'expired', 'revoked'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** States in which a request can be answered. */
export const OPEN_REQUEST_STATES = ['queued', 'sent', 'bounced', 'opened'] as const satisfies RequestState[];

/** Why a link ended: there is a newer one, an agent revoked the request, it was answered, or its time was up. */
export const LINK_ENDS = ['replaced', 'revoked', 'answered', 'expired'] as const;
export type LinkEnd = (typeof LINK_ENDS)[number];

/** What a workgroup has set for requests, where it has set nothing. */
export const REQUEST_DEFAULTS = { validDays: 14, reminderDays: [3, 7], purgeAfterDays: 90 };
