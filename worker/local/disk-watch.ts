import { megabytes } from './disk.ts';

const LOOK_EVERY_MS = 2_000;
/** Below this, hardly a page of a database can be written. */
const FULL_BYTES = 256 * 1024;
/** Far above it, so that full and not full do not alternate: what fails to be written is given back. */
const ROOM_BYTES = 8 * 1024 * 1024;

/** Tells from the free bytes, look by look, whether a disk is full. It stays full until there is some room. */
export function createGauge(): (freeBytes: number) => boolean {
  let isFull = false;
  return (freeBytes) => (isFull = freeBytes < (isFull ? ROOM_BYTES : FULL_BYTES));
}

export type Disk = {
  stateDir: string;
  /** Throws where the folder is gone. */
  freeBytes: () => number;
  /** Whether `bytes` bytes can be written. */
  hasRoom: (bytes: number) => boolean;
};

export type DiskWatch = {
  /** Something could not be written, now or a moment ago. */
  sawFull: () => void;
  isFull: () => boolean;
  /** Settles when there is room. */
  untilRoom: () => Promise<void>;
};

/**
 * Watches the disk of the state folder, and says once that it is full, and once that there is room again; then it calls
 * `room`.
 */
export function watchDisk(disk: Disk, on: { say: (text: string) => void; room: () => void }): DiskWatch {
  let isFull = false;
  let waiting: (() => void)[] = [];
  const free = (): number => {
    try {
      return disk.freeBytes();
    } catch {
      return 0;
    }
  };
  const fill = (): void => {
    isFull = true;
    on.say(
      `The disk with ${disk.stateDir} is full (${megabytes(free())} free). Passes wait. Free up space, and they continue automatically.`,
    );
  };
  const look = (): void => {
    if (!isFull) {
      if (free() < FULL_BYTES) fill();
      return;
    }
    if (free() < ROOM_BYTES || !disk.hasRoom(FULL_BYTES)) return;
    isFull = false;
    on.say('The disk has space again. Passes continue.');
    on.room();
    for (const go of waiting) go();
    waiting = [];
  };
  setInterval(look, LOOK_EVERY_MS).unref();
  return {
    sawFull: () => {
      // The news may be older than the room that somebody has made since.
      if (!isFull && !disk.hasRoom(FULL_BYTES)) fill();
    },
    isFull: () => isFull,
    untilRoom: () => (isFull ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  };
}
