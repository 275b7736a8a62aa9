/** For whom a slice runs: seats are shared fairly between workgroups, and between the projects of each. */
export type Guest = { workgroupId: string; projectId: string };

export type Seat = {
  /** Resolves once the slice may begin. */
  ready: Promise<void>;
  isReady: () => boolean;
  /** Whether it waits for a seat to become free, and not only for others to open. */
  isCrowded: () => boolean;
  /** The slice has opened all that it works with: the next one may begin to. */
  opened: () => void;
  /** Gives the seat back, or leaves the line. Safe to repeat. */
  leave: () => void;
};

/** Slices that may run at once where they share memory, such as all those of one computer. */
export type Seats = { ask(guest: Guest, limit: number): Seat };

type Party = { guest: Guest; grant: () => void };

/**
 * `maxOpening`: how many slices may load their job at the same time. Loading needs only database and processor: with a
 * hundred at once, the next one would wait for all of them.
 */
export function createSeats(maxOpening = Infinity): Seats {
  const seated = new Set<Party>();
  const opening = new Set<Party>();
  const line: Party[] = [];
  return {
    ask(guest, limit) {
      let isReady = false;
      let resolve = (): void => {};
      const ready = new Promise<void>((done) => (resolve = done));
      const party: Party = {
        guest,
        grant: () => {
          isReady = true;
          resolve();
        },
      };
      const serve = (): void => {
        if (opening.size >= maxOpening) return;
        const guests = [...seated].map((each) => each.guest);
        const index = chooseNext(
          line.map((each) => each.guest),
          guests,
          limit,
        );
        const next = index === undefined ? undefined : line.splice(index, 1)[0];
        if (!next) return;
        seated.add(next);
        opening.add(next);
        next.grant();
        serve();
      };
      line.push(party);
      serve();
      return {
        ready,
        isReady: () => isReady,
        isCrowded: () => seated.size >= limit,
        opened: () => {
          if (opening.delete(party)) serve();
        },
        leave: () => {
          const place = line.indexOf(party);
          if (place >= 0) line.splice(place, 1);
          opening.delete(party);
          if (seated.delete(party)) serve();
        },
      };
    },
  };
}

/**
 * Who of the line sits down next, as an index; undefined when no one may. The workgroup with the fewest seats comes
 * first, within it the project with the fewest, within that who came first. Where all seats are taken, one who has less
 * than a fair share need not wait until another's slice ends: up to twice the limit, and a project without a seat
 * always.
 */
export function chooseNext(line: readonly Guest[], seated: readonly Guest[], limit: number): number | undefined {
  const countOf = (isSame: (guest: Guest) => boolean) => seated.filter(isSame).length;
  let best: { index: number; ofWorkgroup: number; ofProject: number } | undefined;
  for (const [index, { workgroupId, projectId }] of line.entries()) {
    const ofWorkgroup = countOf((guest) => guest.workgroupId === workgroupId);
    const ofProject = countOf((guest) => guest.projectId === projectId);
    if (!best || ofWorkgroup < best.ofWorkgroup || (ofWorkgroup === best.ofWorkgroup && ofProject < best.ofProject))
      best = { index, ofWorkgroup, ofProject };
  }
  if (!best) return undefined;
  if (seated.length < limit || best.ofProject === 0) return best.index;
  const isBelowShare = best.ofProject < fairShare(line[best.index]!, [...line, ...seated], limit);
  return isBelowShare && seated.length < 2 * limit ? best.index : undefined;
}

/** Whole seats that a project has a right to: an equal part of its workgroup's equal part. */
function fairShare({ workgroupId }: Guest, guests: readonly Guest[], limit: number): number {
  const workgroups = new Set(guests.map((guest) => guest.workgroupId));
  const projects = new Set(
    guests.filter((guest) => guest.workgroupId === workgroupId).map(({ projectId }) => projectId),
  );
  return Math.floor(limit / workgroups.size / projects.size);
}
