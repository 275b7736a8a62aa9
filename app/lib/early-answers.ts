/** An answer is as good as one just asked for while it is this young. As long as queries take theirs for fresh. */
const FRESH_MS = 5_000;

type Early = { answer: Promise<Response>; cameAt?: number };

const early = new Map<string, Early>();

/** Asks the API for what the first screen will read. */
export function askEarly(addresses: readonly string[]): void {
  for (const address of addresses) {
    const asked: Early = { answer: fetch(address) };
    asked.answer.then(
      () => (asked.cameAt = Date.now()),
      // Who takes it hears of it.
      () => early.delete(address),
    );
    early.set(address, asked);
  }
}

/** The answer to a request, if it was asked for early: for the first who reads it. Undefined where there is none. */
export function takeEarly(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> | undefined {
  if ((init.method ?? 'GET') !== 'GET') {
    // What changes something makes all of them old.
    early.clear();
    return undefined;
  }
  const address = input instanceof Request ? input.url : input.toString();
  const asked = early.get(address);
  early.delete(address);
  return asked && Date.now() - (asked.cameAt ?? Date.now()) < FRESH_MS ? asked.answer : undefined;
}
