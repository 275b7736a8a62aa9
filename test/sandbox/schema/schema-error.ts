/** A request that departs from the schema; the front of the server turns it into a fault. */
export class SchemaError extends Error {
  /** Where in the document, characters from its start. */
  readonly at: number;
  constructor(message: string, at = 0) {
    super(message);
    this.name = 'SchemaError';
    this.at = at;
  }
}
