/** Connections that wait for an answer, of all that may at once. */
export type Slots = {
  /** Waits for one, then takes up to `wanted`. Receivers that have not answered lately share a part, so that they hold up no others. */
  take(isProven: boolean, wanted: number): Promise<{ count: number; release: () => void }>;
};

export function createSlots(total: number): Slots {
  const mostUnproven = Math.max(1, Math.floor(total / 3));
  const free = { proven: total - mostUnproven, unproven: mostUnproven };
  const waiting: Record<keyof typeof free, (() => void)[]> = { proven: [], unproven: [] };
  return {
    async take(isProven, wanted) {
      const kind = isProven ? 'proven' : 'unproven';
      while (free[kind] === 0) await new Promise<void>((resolve) => waiting[kind].push(resolve));
      const count = Math.min(free[kind], wanted);
      free[kind] -= count;
      const release = (): void => {
        free[kind] += count;
        for (const wake of waiting[kind].splice(0)) wake();
      };
      return { count, release };
    },
  };
}
