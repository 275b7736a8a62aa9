import type { Deps, PassEstimates } from '../kernel/deps.ts';
import { getProject } from '../projects/store.ts';
import { estimateStatement } from './estimate-store.ts';
import { makeEstimate } from './make-estimate.ts';

type Needs = Pick<Deps, 'db' | 'coordinator' | 'log' | 'now'>;

/** Keeps how long a pass is to take as it begins. A pass starts all the same where that cannot be said. */
export function createPassEstimates(deps: Needs): PassEstimates {
  return {
    startStatements: async ({ id, workgroupId, projectId, type, olderThanAt }, mailboxIds) => {
      if (type !== 'pre-stage' && type !== 'full') return [];
      try {
        const project = await getProject(deps.db, workgroupId, projectId);
        if (!project) return [];
        const { work, estimates } = await makeEstimate(deps, project, { olderThanAt, mailboxIds });
        const what = type === 'full' ? 'full' : 'preStage';
        // Of mailboxes that no inventory knows nothing can be said.
        if (work[what].mailboxes < mailboxIds.length) return [];
        const madeAt = deps.now();
        return [estimateStatement(deps.db, { passId: id, workgroupId, projectId, madeAt, ...estimates[what] })];
      } catch (error) {
        deps.log.error('pass-not-estimated', { passId: id, error });
        return [];
      }
    },
  };
}
