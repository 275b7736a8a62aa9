import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createGauge, watchDisk } from '../../worker/local/disk-watch.ts';

const GIGABYTE = 1024 ** 3;

let free: number;
let canWrite: boolean;
let said: string[];
let rooms: number;
beforeEach(() => {
  vi.useFakeTimers();
  free = GIGABYTE;
  canWrite = true;
  said = [];
  rooms = 0;
});
afterEach(() => vi.useRealTimers());

function watch(freeBytes = () => free) {
  return watchDisk(
    { stateDir: '/state', freeBytes, hasRoom: () => canWrite },
    { say: (text) => said.push(text), room: () => (rooms += 1) },
  );
}

const FULL = /^The disk with \/state is full \(0\.0 MB free\)\. Passes wait\./;

describe('the watch of the disk', () => {
  test('says once that the disk is full, and once that there is room', () => {
    const disk = watch();
    vi.advanceTimersByTime(10_000);
    expect([disk.isFull(), said]).toEqual([false, []]);
    free = 0;
    vi.advanceTimersByTime(60_000);
    expect(disk.isFull()).toBe(true);
    expect(said).toEqual([expect.stringMatching(FULL)]);
    free = GIGABYTE;
    vi.advanceTimersByTime(60_000);
    expect([disk.isFull(), rooms, said.length]).toEqual([false, 1, 2]);
    expect(said[1]).toBe('The disk has space again. Passes continue.');
  });

  test('does not take a little room for enough', () => {
    const disk = watch();
    free = 0;
    vi.advanceTimersByTime(2_000);
    free = 1024 ** 2;
    vi.advanceTimersByTime(60_000);
    expect([disk.isFull(), said.length]).toEqual([true, 1]);
  });

  test('finds a quota that is used up, however much is free, and waits until something can be written', async () => {
    const disk = watch();
    canWrite = false;
    disk.sawFull();
    disk.sawFull();
    expect([disk.isFull(), said.length]).toEqual([true, 1]);
    let isOver = false;
    void disk.untilRoom().then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([disk.isFull(), isOver]).toEqual([true, false]);
    canWrite = true;
    await vi.advanceTimersByTimeAsync(2_000);
    expect([disk.isFull(), isOver, rooms]).toEqual([false, true, 1]);
    await disk.untilRoom();
  });

  test('does not believe old news', () => {
    const disk = watch();
    disk.sawFull();
    expect([disk.isFull(), said]).toEqual([false, []]);
  });

  test('takes a disk that is gone for a full one', () => {
    const disk = watch(() => {
      throw new Error('ENOENT');
    });
    vi.advanceTimersByTime(2_000);
    expect(disk.isFull()).toBe(true);
  });
});

test('a full disk stays full while what could not be written is given back', () => {
  const isFull = createGauge();
  const megabyte = 1024 ** 2;
  expect([GIGABYTE, 0.3 * megabyte, 0, 0.3 * megabyte, 7 * megabyte, 9 * megabyte, megabyte].map(isFull)).toEqual([
    false,
    false,
    true,
    true,
    true,
    false,
    false,
  ]);
});
