/** What an event is about, as it was named then. */
export type EventSubject = { kind: string; id: string; name: string };

/** A field that changed. Of a secret only that it was set, changed or removed. */
export type EventChange = { field: string; from: unknown; to: unknown };

const LONGEST_VALUE = 1_000;

/** A value as an event keeps it: of a long list only how long it is, of a long text only how it begins. */
function boundedValue(value: unknown): unknown {
  if (value === undefined) return null;
  const length = JSON.stringify(value).length;
  if (length <= LONGEST_VALUE) return value;
  if (Array.isArray(value)) return `${value.length} entries`;
  return typeof value === 'string' ? `${value.slice(0, LONGEST_VALUE)}…` : `${length} characters`;
}

/** The fields of `after` that differ from `before`; what `after` leaves out or has as undefined has not changed. */
export function changesBetween<Fields extends object>(before: Fields, after: Partial<Fields>): EventChange[] {
  return Object.entries(after).flatMap(([field, to]) => {
    const from: unknown = before[field as keyof Fields];
    if (to === undefined || JSON.stringify(from ?? null) === JSON.stringify(to)) return [];
    return [{ field, from: boundedValue(from), to: boundedValue(to) }];
  });
}

/** The change of a secret, without it: `wasThere` before, and what is given now. Undefined: it stays. */
export function changeOfSecret(
  field: string,
  wasThere: boolean,
  given: object | string | null | undefined,
): EventChange[] {
  if (given === undefined || (given === null && !wasThere)) return [];
  if (given === null) return [{ field, from: 'set', to: 'removed' }];
  return [{ field, from: wasThere ? 'set' : null, to: wasThere ? 'changed' : 'set' }];
}
