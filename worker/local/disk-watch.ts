import { megabytes } from './disk.ts';

const LOOK_EVERY_MS = 2_000;
/** Below this, hardly a page of a database can be written. */
const FULL_BYTES = 256 * 1024;
/** Far above it, so that full and not full do not alternate. */
const ROOM_BYTES = 8 * 1024 * 1024;
/** A used-up quota does not show in the free bytes: it counts as over when no write has failed for this long. */
const QUIET_MS = 10_000;

export type DiskWatch = {
  /** Something could not be written. */
  sawFull: () => void;
  isFull: () => boolean;
  /** Settles when there is room. */
  untilRoom: () => Promise<void>;
};

/**
 * Watches the disk of the state folder, and says once that it is full, and once that there is room again; then it calls
 * `room`. `freeBytes` tells how much can be written, and may throw.
 */
export function watchDisk(
  { stateDir, freeBytes, now }: { stateDir: string; freeBytes: () => number; now: () => number },
  on: { say: (text: string) => void; room: () => void },
): DiskWatch {
  let isFull = false;
  let seenAt = -Infinity;
  let waiting: (() => void)[] = [];
  const free = (): number => {
    try {
      return freeBytes();
    } catch {
      // The folder or its disk is gone.
      return 0;
    }
  };
  const fill = (): void => {
    if (isFull) return;
    isFull = true;
    on.say(
      `The disk that holds ${stateDir} is full (${megabytes(free())} are free). Passes wait. Make room, and they go on by themselves.`,
    );
  };
  const look = (): void => {
    if (!isFull) {
      if (free() < FULL_BYTES) fill();
      return;
    }
    if (free() < ROOM_BYTES || now() - seenAt < QUIET_MS) return;
    isFull = false;
    on.say('There is room on the disk again. Passes go on.');
    on.room();
    for (const go of waiting) go();
    waiting = [];
  };
  setInterval(look, LOOK_EVERY_MS).unref();
  return {
    sawFull: () => {
      seenAt = now();
      fill();
    },
    isFull: () => isFull,
    untilRoom: () => (isFull ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  };
}
