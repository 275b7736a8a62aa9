import { describe, expect, it } from 'vitest';
import { createFairBudget } from '../../worker/engine/pacing/budget.ts';
import type { Guest, Seat } from '../../worker/engine/pacing/seats.ts';
import { chooseNext, createSeats } from '../../worker/engine/pacing/seats.ts';

const guest = (workgroupId: string, projectId = `project of ${workgroupId}`): Guest => ({ workgroupId, projectId });
const many = (count: number, one: Guest): Guest[] => Array.from({ length: count }, () => one);
const [ada, bob, cyd] = [guest('ada'), guest('bob'), guest('cyd')];

describe('who gets the next seat', () => {
  it('is no one if none wait, and the first if all are equal', () => {
    expect(chooseNext([], [], 4)).toBeUndefined();
    expect(chooseNext([ada, ada], [ada], 4)).toBe(0);
  });

  it('belongs to the workgroup with the fewest seats, and to its project with the fewest', () => {
    const other = guest('ada', 'another project');
    expect(chooseNext([ada, bob], [ada, ada, bob], 9)).toBe(1);
    expect(chooseNext([ada, other], [ada, ada, other], 9)).toBe(1);
    expect(chooseNext([other, bob], [ada, ada, ada, bob, bob], 9)).toBe(1);
  });

  it('is no one if all seats are taken and none has less than a fair share', () => {
    expect(chooseNext([ada], many(4, ada), 4)).toBeUndefined();
    expect(chooseNext([bob], [...many(2, ada), ...many(2, bob)], 4)).toBeUndefined();
  });

  it('is immediately one with less than a fair share, up to twice the limit', () => {
    expect(chooseNext([bob], [...many(4, ada), bob], 4)).toBe(0);
    expect(chooseNext([cyd], [...many(4, ada), ...many(3, bob), cyd], 4)).toBeUndefined();
  });

  it('is always a project that has no seat yet', () => {
    expect(chooseNext([ada, cyd], many(8, ada), 4)).toBe(1);
  });
});

describe('the seats of a computer', () => {
  it('go to those who wait as others leave; one who leaves the line gets none', async () => {
    const seats = createSeats();
    const asked = many(4, ada).map((each) => seats.ask(each, 2));
    const ready = (): boolean[] => asked.map((seat) => seat.isReady());
    expect(ready()).toEqual([true, true, false, false]);
    asked[2]!.leave();
    asked[0]!.leave();
    asked[0]!.leave();
    await asked[3]!.ready;
    expect(ready()).toEqual([true, true, false, true]);
  });

  it('are taken by so many at a time as may open, and another project goes before those who came first', () => {
    const seats = createSeats(2);
    const first = many(5, ada).map((each) => seats.ask(each, 9));
    const other = seats.ask(bob, 9);
    const ready = (): boolean[] => [...first, other].map((seat) => seat.isReady());
    expect(ready()).toEqual([true, true, false, false, false, false]);
    first[0]!.opened();
    first[0]!.opened();
    expect(ready()).toEqual([true, true, false, false, false, true]);
    // One that fails before it has opened anything is in nobody's way.
    first[1]!.leave();
    expect(ready()).toEqual([true, true, true, false, false, true]);
    expect([first[3]!.isCrowded(), seats.ask(ada, 3).isCrowded()]).toEqual([false, true]);
  });

  it('are shared fairly by projects of 5, 50 and 500 mailboxes that start together', () => {
    const seats = createSeats();
    const limit = 30;
    const projects = [5, 50, 500].map((count, index) => ({ count, guest: guest('one', `project ${index}`) }));
    const asked: { guest: Guest; seat: Seat }[] = [];
    // The largest comes first and takes all seats; then its slices end one by one.
    for (const { count, guest: one } of [...projects].reverse())
      for (let each = 0; each < count; each += 1) asked.push({ guest: one, seat: seats.ask(one, limit) });
    const seated = (one: Guest): number => asked.filter(({ guest: who, seat }) => who === one && seat.isReady()).length;
    for (let turn = 0; turn < 40; turn += 1) {
      const index = asked.findIndex(({ guest: who, seat }) => who === projects[2]!.guest && seat.isReady());
      const [over] = asked.splice(index, 1);
      over!.seat.leave();
    }
    const [small, middle, large] = projects.map(({ guest: one }) => seated(one));
    expect(small).toBe(5);
    expect(small! + middle! + large!).toBe(limit);
    expect(Math.abs(middle! - large!)).toBeLessThanOrEqual(5);
  });
});

describe('a budget of several parties', () => {
  it('serves who holds least, and lets nothing small overtake what does not fit yet', async () => {
    const budget = createFairBudget(100);
    const { signal } = new AbortController();
    const served: string[] = [];
    const ask = (party: string, bytes: number) =>
      budget
        .of(party)
        .acquire(bytes, signal)
        .then((release) => {
          served.push(`${party} ${bytes}`);
          return release;
        });
    const first = await ask('ada', 90);
    const others = [ask('ada', 20), ask('bob', 60), ask('ada', 6)];
    await Promise.resolve();
    // The last would fit beside the first.
    expect(served).toEqual(['ada 90']);
    first();
    await Promise.all(others);
    expect(served).toEqual(['ada 90', 'ada 20', 'bob 60', 'ada 6']);
  });
});
