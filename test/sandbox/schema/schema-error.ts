/** A request that departs from the schema; the front of the server turns it into a fault. */
export class SchemaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SchemaError';
  }
}
