import { toIso } from '../../lib/clock.ts';
import { changesBetween } from '../../lib/event.ts';
import type { NewEvent } from '../events/event.ts';
import { actorOf, newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import type { ProjectRow } from '../projects/table.ts';
import type { WaveRow } from './table.ts';

type Needs = Pick<Deps, 'newId' | 'now'>;
type Project = Pick<ProjectRow, 'id' | 'name'>;

const shownOf = ({ name, cutoverAt, timeZone }: WaveRow) => ({ name, cutoverAt: toIso(cutoverAt), timeZone });

const factsOf = ({ id, name }: WaveRow, project: Project) => ({
  subject: { kind: 'wave', id, name },
  projectId: project.id,
});

export function waveCreated(deps: Needs, principal: Principal, project: Project, row: WaveRow): NewEvent {
  const { cutoverAt, timeZone } = shownOf(row);
  return newEvent(deps, actorOf(principal), {
    type: 'wave.created',
    ...factsOf(row, project),
    data: { projectName: project.name, cutoverAt, timeZone },
  });
}

export function waveUpdated(
  deps: Needs,
  principal: Principal,
  project: Project,
  before: WaveRow,
  after: WaveRow,
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'wave.updated',
    ...factsOf(before, project),
    data: { projectName: project.name },
    changes: changesBetween(shownOf(before), shownOf(after)),
    words: [after.name],
  });
}

export function waveDeleted(
  deps: Needs,
  principal: Principal,
  project: Project,
  row: WaveRow,
  mailboxes: number,
): NewEvent {
  return newEvent(deps, actorOf(principal), {
    type: 'wave.deleted',
    ...factsOf(row, project),
    data: { projectName: project.name, mailboxes },
  });
}
