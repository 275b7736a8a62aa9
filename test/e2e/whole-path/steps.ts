import type { Locator } from 'playwright-core';

/** What a person does on the way, counted: each press and each text that is typed is one. */
export type Steps = {
  press: (target: Locator) => Promise<void>;
  type: (target: Locator, text: string) => Promise<void>;
  /** A file, by the dialog of the browser, or dropped. */
  give: (target: Locator, name: string, text: string) => Promise<void>;
  /** Ends a part of the way. */
  part: (name: string) => Promise<void>;
  report: () => { steps: number; ms: number; parts: { name: string; steps: number; ms: number }[] };
};

/** `shoot` is called at the end of each part. */
export function countSteps(now: () => number, shoot: (name: string) => Promise<void>): Steps {
  const parts: { name: string; steps: number; ms: number }[] = [];
  const startedAt = now();
  let partAt = startedAt;
  let steps = 0;
  let before = 0;
  return {
    press: async (target) => {
      steps += 1;
      await target.click();
    },
    type: async (target, text) => {
      steps += 1;
      await target.fill(text);
    },
    give: async (target, name, text) => {
      steps += 1;
      await target.setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    },
    part: async (name) => {
      parts.push({ name, steps: steps - before, ms: now() - partAt });
      before = steps;
      await shoot(name);
      partAt = now();
    },
    report: () => ({ steps, ms: now() - startedAt, parts }),
  };
}

export function lineOf(title: string, { steps, ms, parts }: ReturnType<Steps['report']>): string {
  const each = parts.map(({ name, steps: count, ms: took }) => `${name} ${String(count)}/${(took / 1000).toFixed(1)}`);
  return `${title}: ${String(steps)} presses and texts, ${(ms / 1000).toFixed(1)} s (${each.join(', ')})\n`;
}
