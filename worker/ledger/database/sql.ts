export type Value = string | number | null;
export type Row = Record<string, Value>;

/** As much of SQLite as the ledger needs: a Durable Object's storage has it, and so has `node:sqlite`. */
export type Sql = {
  all: (query: string, ...values: Value[]) => Row[];
  run: (query: string, ...values: Value[]) => void;
};

/** A database of its own, where all that `work` writes is kept, or nothing when it throws. */
export type Database = Sql & { transaction: <T>(work: () => T) => T };
