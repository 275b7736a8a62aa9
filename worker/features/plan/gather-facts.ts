import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { SIDES } from '../../lib/credential-request-facts.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { MOST_WAVES } from '../../lib/wave-key.ts';
import { hasAdministrator } from '../credentials/plan-sign-ins.ts';
import { getCustomer } from '../customers/store.ts';
import { listEndpointsByIds } from '../endpoints/store.ts';
import type { EndpointRow } from '../endpoints/table.ts';
import type { Db } from '../kernel/db.ts';
import type { ProjectRow } from '../projects/table.ts';
import { listWaves } from '../waves/store.ts';
import type { EndpointFacts, PassFacts, PlanFacts } from './facts.ts';
import { getInventoryFacts } from './inventory-facts.ts';
import { getMailboxSums } from './mailbox-facts.ts';
import { getMarks } from './marks.ts';
import { getNoticeFacts, getRequestFacts } from './people-facts.ts';
import { getPassEnds, getRunFacts } from './run-facts.ts';

/** What a plan is derived from: one statement per source, however many mailboxes there are. */
export async function gatherFacts(db: Db, project: ProjectRow): Promise<PlanFacts> {
  const { workgroupId, id } = project;
  const endpoints = await getEndpointFacts(db, project);
  const [customer, { doing, ...mailboxes }, runs, ends, requests, notices, inventory, marks, waves] = await Promise.all(
    [
      getCustomer(db, workgroupId, project.customerId),
      getMailboxSums(db, workgroupId, id, endpoints),
      getRunFacts(db, workgroupId, id),
      getPassEnds(db, workgroupId, id),
      getRequestFacts(db, workgroupId, id),
      getNoticeFacts(db, workgroupId, id),
      getInventoryFacts(db, workgroupId, id),
      getMarks(db, workgroupId, id),
      listWaves(db, workgroupId, id, { limit: MOST_WAVES }),
    ],
  );
  // A foreign key keeps the customers of projects from going away.
  if (!customer) throw new Error('A project without its customer');
  const passes = Object.fromEntries(
    PASS_TYPES.map((type) => {
      const count = (what: string) =>
        doing.filter((row) => row.passType === type && row.doing === what).reduce((all, row) => all + row.count, 0);
      const facts: PassFacts = {
        open: count('open'),
        waitingForOwner: count('waitingForOwner'),
        waitingForLicence: count('waitingForLicence'),
        failed: count('failed'),
        completed: runs.completed[type],
        lastEndedAt: ends.get(type) ?? null,
      };
      return [type, facts];
    }),
  ) as PlanFacts['passes'];
  return {
    project: { id, createdAt: project.createdAt },
    customer: { id: customer.id, name: customer.companyName, isDefault: customer.isDefault },
    endpoints,
    mailboxes,
    passes,
    inventory,
    verified: runs.verified,
    copied: runs.copied,
    requests,
    notices,
    waves: waves.toSorted((a, b) => (a.cutoverAt ?? Infinity) - (b.cutoverAt ?? Infinity) || a.id.localeCompare(b.id)),
    marks,
  };
}

async function getEndpointFacts(db: Db, project: ProjectRow): Promise<Record<MailboxSide, EndpointFacts>> {
  const rows = await listEndpointsByIds(db, project.workgroupId, [
    project.sourceEndpointId,
    project.destinationEndpointId,
  ]);
  return Object.fromEntries(SIDES.map((side) => [side, factsOf(rows.get(project[`${side}EndpointId`]))])) as Record<
    MailboxSide,
    EndpointFacts
  >;
}

function factsOf(row: EndpointRow | undefined): EndpointFacts {
  // A foreign key keeps the endpoints of projects from going away.
  if (!row) throw new Error('A project without its endpoint');
  const { id, name, health, healthDetail, checkedAt } = row;
  return { id, name, health, healthDetail, checkedAt, hasAdministrator: hasAdministrator(row) };
}
