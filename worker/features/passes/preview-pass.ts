import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { isLicensedPass } from '../../lib/licence-facts.ts';
import type { Deps } from '../kernel/deps.ts';
import type { ProjectRow } from '../projects/table.ts';
import type { StartVerdict } from './decide-start.ts';
import { decideStart } from './decide-start.ts';
import { lookAtStart } from './look-at-start.ts';
import { olderThanOf } from './older-than.ts';
import type { PassRequest } from './schema.ts';

/** Says what starting a pass would do to how many mailboxes, by the decision that the start follows. Changes nothing. */
export async function previewPass(deps: Deps, project: ProjectRow, request: z.output<typeof PassRequest>) {
  const look = await lookAtStart(deps, project, request);
  const ids = look.rows.map(({ id }) => id);
  const licences = isLicensedPass(request.type) ? await deps.licences.forecast(project.workgroupId, ids) : null;
  const verdicts = decideStart({ ...look, licences });
  const count = (verdict: StartVerdict) => verdicts.get(verdict)?.length ?? 0;
  const isLeftOut = new Set(
    (['in-pass', 'credentials-missing', 'nothing-failed'] as const).flatMap(
      (verdict) => verdicts.get(verdict)?.map(({ id }) => id) ?? [],
    ),
  );
  return {
    mailboxCount: ids.length,
    starts: count('starts'),
    waitsForOwner: count('waits-for-owner'),
    waitsForLicence: count('waits-for-licence'),
    inPass: count('in-pass'),
    credentialsMissing: count('credentials-missing'),
    nothingFailed: count('nothing-failed'),
    olderThanAt: toIso(olderThanOf(request, deps.now())),
    mailboxIds: ids.filter((id) => !isLeftOut.has(id)),
  };
}
