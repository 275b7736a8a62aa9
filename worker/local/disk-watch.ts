import { freeBytes, megabytes } from './disk.ts';

const LOOK_EVERY_MS = 2_000;
/** Less than a few pages of a database is nothing; after that, a little more is asked for than the last word of a log. */
const FULL_BYTES = 256 * 1024;
const ROOM_BYTES = 8 * 1024 * 1024;
/** A quota is full while the disk has room: nothing but silence tells that it is over. */
const QUIET_MS = 10_000;

export type DiskWatch = {
  /** Something could not be written. */
  sawFull: () => void;
  isFull: () => boolean;
  /** Settles when there is room. */
  untilRoom: () => Promise<void>;
};

/** Watches the disk of the state folder, and says once that it is full, and once that there is room again. */
export function watchDisk(
  stateDir: string,
  on: { say: (text: string) => void; room: () => void },
  now: () => number,
): DiskWatch {
  let isFull = false;
  let seenAt = -Infinity;
  let waiting: (() => void)[] = [];
  const free = (): number => {
    try {
      return freeBytes(stateDir);
    } catch {
      // The folder is gone, or its disk: no word of room.
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
