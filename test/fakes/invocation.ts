/** What one invocation that ran a slice called, as the strict platform counts it (test/worker/strict). */
export type Invocation = {
  servers: number;
  coordinator: number;
  limiter: number;
  /** Statements, each of a batch for itself. */
  statements: number;
  /** Calls to the ledger, which do not leave the invocation. */
  ledger: number;
  /** Calls that threw because the limit was reached. */
  refused: number;
  tookMs: number;
};

/** Calls that left the invocation. */
export function callsOf({ servers, coordinator, limiter, statements }: Omit<Invocation, 'tookMs'>): number {
  return servers + coordinator + limiter + statements;
}
