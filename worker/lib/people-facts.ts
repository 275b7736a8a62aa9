/** What is known of someone in an address list. Whether a mailbox is shared, EWS does not say. */
export const PERSON_TYPES = ['mailbox', 'room'] as const;
export type PersonType = (typeof PERSON_TYPES)[number];

/** Someone whose mailbox a server offers. */
export type Person = { email: string; name: string; type: PersonType };

/** How far an address list has been read: by the beginnings of names. */
export type PeoplePlan = {
  /** Beginnings that are still to be asked for, the next one last. */
  pending: readonly string[];
  /** How many have been asked for. */
  asked: number;
  /** Some beginning found too many and could not be made longer, or the list has no end. */
  isCutShort: boolean;
};
