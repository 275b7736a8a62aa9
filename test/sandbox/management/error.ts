/** An order that the organisation refuses, in Exchange's own words. `kind` is the name of the exception's class. */
export class ManagementError extends Error {
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}
