import { describe, expect, it } from 'vitest';
import { createLag, restFor } from '../../worker/engine/pacing/lag.ts';

describe('how late the thread of all slices is', () => {
  it('follows what is measured, and one long pause among short ones counts little', () => {
    const lag = createLag();
    lag.note(300);
    expect(lag.ms()).toBe(60);
    for (let each = 0; each < 20; each++) lag.note(-1);
    expect(lag.ms()).toBeLessThan(1);
    for (let each = 0; each < 20; each++) lag.note(200);
    expect(lag.ms()).toBeGreaterThan(190);
  });
});

describe('how long a slice rests before a request', () => {
  it('is zero if few slices of its project run, or the thread is on time', () => {
    expect([restFor(5_000, 10), restFor(50, 100), restFor(0, 100)]).toEqual([0, 0, 0]);
  });

  it('grows with the lag, and with the slices of its project', () => {
    expect(restFor(51, 100)).toBe(8);
    expect(restFor(100, 100)).toBe(400);
    expect(restFor(500, 20)).toBe(400);
    expect(restFor(60_000, 100)).toBe(2_000);
  });
});
