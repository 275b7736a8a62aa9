import type { TracedRequest } from './request-trace.ts';

/** The start of a pass: from its first request at either server to the first item that was written. */
export type Start = {
  ms: number;
  /** The longest row of requests, each of which began after the one before had ended, that leads to that item. */
  chain: string[];
  requests: number;
};

/** Undefined where no item was written. */
export function startOf(requests: readonly TracedRequest[]): Start | undefined {
  const inOrder = requests.toSorted((a, b) => a.beganAt - b.beganAt);
  const [first] = inOrder;
  const written = inOrder.filter((request) => request.writesItems).toSorted((a, b) => a.endedAt - b.endedAt)[0];
  if (!first || !written) return undefined;
  const chains = new Map<TracedRequest, TracedRequest[]>();
  for (const request of inOrder) {
    let longest: TracedRequest[] = [];
    for (const [before, chain] of chains)
      if (before.endedAt <= request.beganAt && chain.length > longest.length) longest = chain;
    chains.set(request, [...longest, request]);
  }
  return {
    ms: written.endedAt - first.beganAt,
    chain: (chains.get(written) ?? []).map(({ operation }) => operation || 'turned away'),
    requests: inOrder.filter(({ beganAt }) => beganAt < written.endedAt).length,
  };
}
