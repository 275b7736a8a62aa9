/** `other-server`: the secret was entered for other servers than the one that it would be sent to. */
export type SealFailure = 'other-server' | 'unreadable';

/** Thrown where a sealed secret is not opened. The message holds no secret. */
export class SealError extends Error {
  readonly failure: SealFailure;

  constructor(failure: SealFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SealError';
    this.failure = failure;
  }
}
