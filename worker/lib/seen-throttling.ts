/** How a server asked a pass to slow down. */
export type SeenThrottling = {
  /** When it did so last; ms since 1970. */
  at: number;
  /** The longest pause that it asked for; absent where it named none. */
  pauseMs?: number;
  /** How many requests at once it allows; absent where it named no such limit. */
  connections?: number;
};
