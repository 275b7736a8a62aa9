/** What one server was seen to do and to refuse, as it is kept; see ServerCapabilities for what the facts mean. */
export type LearntCapabilities = {
  /** What the server said of its version then: of another one nothing is known. */
  version: string;
  /** When the first of these facts was learnt, in ms since 1970. */
  learntAt: number;
  facts: Readonly<Record<string, unknown>>;
};

/** By EWS address: the endpoint's own, and those that its mailboxes moved to. */
export type CapabilitiesByUrl = Readonly<Record<string, LearntCapabilities>>;
