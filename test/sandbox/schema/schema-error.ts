/** A request that departs from the schema; the front of the server turns it into a fault. */
export class SchemaError extends Error {
  /** Where in the document, characters from its start. */
  readonly at: number;
  /** The attribute of that element that is wrong, if it is one. */
  readonly attribute: string | undefined;
  constructor(message: string, at = 0, attribute?: string) {
    super(message);
    this.name = 'SchemaError';
    this.at = at;
    this.attribute = attribute;
  }
}
