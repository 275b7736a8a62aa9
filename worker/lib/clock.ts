/** Where time comes from: epoch milliseconds. Handed in everywhere, so that tests can set it. */
export type Clock = () => number;

/** The real clock of the platform. */
export const systemClock: Clock = () => Date.now();

/** An instant for the wire: epoch milliseconds → ISO 8601 in UTC; null stays null. */
export function toIso(at: number): string;
export function toIso(at: number | null): string | null;
export function toIso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** An instant to the second, so that instants compare as texts: `2026-03-01T00:00:00Z`. */
export function toIsoSecond(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
