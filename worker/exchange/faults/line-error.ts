import type { LineFailure } from '../../lib/tls-facts.ts';

/** The gateway opened no connection to a server; `failure` says why. No byte of a request has left. */
export class LineError extends Error {
  override readonly name = 'LineError';
  readonly failure: LineFailure;
  constructor(failure: LineFailure) {
    super(`${failure.code}: ${failure.message}`);
    this.failure = failure;
  }
}
