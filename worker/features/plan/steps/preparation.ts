import { SIDES } from '../../../lib/credential-request-facts.ts';
import type { EndpointFacts, PlanFacts } from '../facts.ts';
import type { OwnStep } from '../step.ts';
import { mailboxesOf } from '../step.ts';

export function prepareStep({ project, customer }: PlanFacts): OwnStep {
  const step = {
    id: 'prepare',
    text: 'Mailboxes, users, licences and messages belong to a customer. Messages carry its logo and its language, so enter both before users get mail.',
  } as const;
  if (customer.isDefault)
    return {
      ...step,
      state: 'open',
      at: null,
      status: 'The project belongs to no customer yet. Choose one by “Change” beneath its name.',
      action: { kind: 'link', label: 'Customers', href: '/customers' },
      isOptional: true,
    };
  return {
    ...step,
    state: 'done',
    at: project.createdAt,
    status: customer.name,
    action: { kind: 'link', label: 'Open the customer', href: `/customers/${customer.id}` },
  };
}

const sidesOf = (facts: PlanFacts): EndpointFacts[] => SIDES.map((side) => facts.endpoints[side]);

export function endpointsStep(facts: PlanFacts): OwnStep {
  const { source, destination } = facts.endpoints;
  const without = SIDES.filter((side) => !facts.endpoints[side].hasAdministrator);
  return {
    id: 'endpoints',
    state: 'done',
    at: facts.project.createdAt,
    status:
      without.length === 0
        ? `${source.name} → ${destination.name}, both with admin credentials.`
        : `${source.name} → ${destination.name}. Without admin credentials: ${without.join(' and ')}.`,
    text: 'Ask each provider for an account that may open every mailbox. It saves you from collecting passwords. If a provider refuses, leave the credentials out: Mailferry then asks the owner of each mailbox. Accounts that need a second factor cannot be used.',
    action: { kind: 'link', label: 'Endpoints', href: '/endpoints' },
  };
}

export function probeStep(facts: PlanFacts): OwnStep {
  const sides = sidesOf(facts);
  const failing = sides.filter(({ health }) => health === 'failing');
  const unknown = sides.filter(({ health }) => health === 'unknown');
  const checked = sides.map(({ checkedAt }) => checkedAt).filter((at) => at !== null);
  const step = {
    id: 'probe',
    text: 'The test signs in and reports what works. Changed rights can take up to two hours to reach every server: test again before you ask the provider.',
    action: {
      kind: 'link',
      label: 'Test connection',
      href: `/endpoints/${(failing[0] ?? unknown[0] ?? facts.endpoints.source).id}`,
    },
  } as const;
  const [first] = failing;
  if (first)
    return {
      ...step,
      state: 'attention',
      at: first.checkedAt,
      status: failing.map(({ name, healthDetail }) => [name, healthDetail ?? 'The test failed.'].join(': ')).join(' '),
    };
  if (unknown.length > 0)
    return { ...step, state: 'open', at: null, status: `Not tested: ${unknown.map(({ name }) => name).join(', ')}.` };
  return { ...step, state: 'done', at: Math.max(...checked), status: 'Both servers answer.' };
}

export function scriptsStep(facts: PlanFacts): OwnStep {
  const { scripts: markedAt } = facts.marks;
  const without = SIDES.filter((side) => !facts.endpoints[side].hasAdministrator);
  const step = {
    id: 'scripts',
    text: 'Mailferry writes the scripts for each provider’s administrator: they grant the migration account full access to all mailboxes. Some providers do the same in their portal. For a large project, ask for impersonation as well: each mailbox then has its own limits at the server. Use an ordinary account: a member of an admin group is denied access however much you grant.',
    action: { kind: 'link', label: 'Open the scripts', href: `/projects/${facts.project.id}/scripts` },
    isOptional: true,
  } as const;
  if (markedAt !== undefined) return { ...step, state: 'done', at: markedAt, status: 'Marked as done.' };
  if (facts.verified > 0)
    return { ...step, state: 'not-needed', at: null, status: 'Mailboxes open: what they need has been granted.' };
  if (without.length === SIDES.length)
    return {
      ...step,
      state: 'not-needed',
      at: null,
      status: 'Without admin credentials there are no rights to grant.',
    };
  return {
    ...step,
    state: 'open',
    at: null,
    status: 'The providers run them. Mark it as done when they have confirmed it.',
  };
}

export function fillStep({ project, mailboxes }: PlanFacts): OwnStep {
  return {
    id: 'fill',
    text: 'Ask the provider for a list of all mailboxes, or export it from their portal. With admin credentials you only need the addresses. The mailboxes must exist at the destination before they are filled. Do not forget shared mailboxes and rooms.',
    action: { kind: 'link', label: 'Add mailboxes', href: `/projects/${project.id}/mailboxes/add` },
    ...(mailboxes.total > 0
      ? { state: 'done', at: mailboxes.lastAddedAt, status: `${mailboxesOf(mailboxes.total)}.` }
      : { state: 'open', at: null, status: 'No mailbox yet.' }),
  };
}
