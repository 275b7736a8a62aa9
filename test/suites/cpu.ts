import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;
// Of the words behind the name in brackets, in /proc/<pid>/stat (proc(5)).
const [CHILDREN_USER, CHILDREN_SYSTEM] = [13, 14];

/** The seconds of CPU that ended children of a process took, from its line of /proc; undefined where there is none. */
export function cpuSecondsIn(stat: string | undefined): number | undefined {
  const words = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(words?.[CHILDREN_USER]) + Number(words?.[CHILDREN_SYSTEM]);
  return Number.isNaN(ticks) ? undefined : ticks / TICKS_PER_SECOND;
}

function readStat(): string | undefined {
  try {
    return readFileSync('/proc/self/stat', 'utf8');
  } catch {
    return undefined;
  }
}

let taken = 0;

/**
 * The seconds of CPU of the children that ended since the last call, with theirs. Called whenever a child ends, it is
 * what that child took. Undefined on systems that do not tell.
 */
export function takeCpuSeconds(): number | undefined {
  const total = cpuSecondsIn(readStat());
  if (total === undefined) return undefined;
  const since = total - taken;
  taken = total;
  return since;
}
