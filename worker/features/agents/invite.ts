import type { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import { DAY_MS } from '../../lib/units.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { messageStatement } from '../messages/message-statement.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';
import { getWorkgroup } from '../workgroups/store.ts';
import { invitationEvent } from './agent-events.ts';
import { isMember } from './agent-store.ts';
import { requireNotAbove } from './change-agent.ts';
import { problem } from './errors.ts';
import type { ListedInvitation } from './invitation-store.ts';
import { createInvitation, getInvitation, renewInvitation, revokeInvitation } from './invitation-store.ts';
import type { InvitationRequest } from './schema.ts';
import type { InvitationRow } from './table.ts';

/** How long a link can be used, from when the invitation was last sent. */
const LIFETIME_MS = 7 * DAY_MS;

type Needs = Pick<Deps, 'db' | 'now' | 'newId'>;

export async function requireInvitation(
  { db }: Pick<Deps, 'db'>,
  workgroupId: string,
  id: string,
): Promise<ListedInvitation> {
  const found = await getInvitation(db, workgroupId, id);
  if (!found) throw problem('invitation-not-found');
  return found;
}

/** Each message goes to an address that nobody has confirmed. */
async function limitMessages(deps: Needs, { workgroupId }: Principal): Promise<void> {
  await requireAttempt(deps, [[LIMITS.invitationsOfWorkgroup, workgroupId, 'stays']]);
}

function messageOf(
  { db, now }: Needs,
  row: Pick<InvitationRow, 'workgroupId' | 'messageId' | 'email' | 'language' | 'expiresAt'>,
  inviter: string,
  timeZone: string,
) {
  return messageStatement(db, row.workgroupId, {
    id: row.messageId,
    kind: 'invitation',
    recipient: row.email,
    language: row.language,
    timeZone,
    variables: { inviterName: inviter, expiresAt: toIso(row.expiresAt) },
    now: now(),
  });
}

/** Invites an address into the workgroup. Says nothing of whether it has an account. */
export async function invite(
  deps: Needs,
  principal: Principal,
  { email: address, role, language }: z.output<typeof InvitationRequest>,
): Promise<ListedInvitation> {
  const { workgroupId, actorId, actorName } = principal;
  requireNotAbove(principal, role);
  const email = address.toLowerCase();
  if (await isMember(deps.db, workgroupId, email)) throw problem('agent-already-member');
  await limitMessages(deps, principal);
  const now = deps.now();
  const workgroup = await getWorkgroup(deps.db, workgroupId);
  const row: InvitationRow = {
    id: deps.newId('inv'),
    workgroupId,
    email,
    role,
    language: language ?? workgroup?.language ?? 'en',
    state: 'pending',
    invitedBy: actorId,
    invitedByName: actorName,
    messageId: deps.newId('msg'),
    tokenHash: null,
    provesEmail: false,
    memberId: null,
    expiresAt: now + LIFETIME_MS,
    createdAt: now,
    endedAt: null,
  };
  const event = invitationEvent(deps, principal, 'invitation.created', row);
  const message = messageOf(deps, row, actorName, workgroup?.timeZone ?? 'UTC');
  await createInvitation(deps.db, row, event, message).catch((error: unknown) => {
    throw isUniqueViolation(error, 'invitations.workgroup_id') ? problem('invitation-pending') : error;
  });
  return requireInvitation(deps, workgroupId, row.id);
}

/** Sends an open invitation again, with a new link and a new term, and as whoever sends it. */
export async function resendInvitation(
  deps: Needs,
  principal: Principal,
  { invitation }: ListedInvitation,
): Promise<ListedInvitation> {
  const { workgroupId, actorName } = principal;
  requireNotAbove(principal, invitation.role);
  if (invitation.state !== 'pending') throw problem('invitation-ended');
  await limitMessages(deps, principal);
  const change = { messageId: deps.newId('msg'), expiresAt: deps.now() + LIFETIME_MS };
  const workgroup = await getWorkgroup(deps.db, workgroupId);
  const event = invitationEvent(deps, principal, 'invitation.resent', invitation);
  const message = messageOf(deps, { ...invitation, ...change }, actorName, workgroup?.timeZone ?? 'UTC');
  if (!(await renewInvitation(deps.db, invitation, change, event, message))) throw problem('invitation-ended');
  return requireInvitation(deps, workgroupId, invitation.id);
}

/** Ends an open invitation: its link is refused from then on. */
export async function endInvitation(
  deps: Needs,
  principal: Principal,
  { invitation }: ListedInvitation,
): Promise<ListedInvitation> {
  requireNotAbove(principal, invitation.role);
  const event = invitationEvent(deps, principal, 'invitation.revoked', invitation);
  if (!(await revokeInvitation(deps.db, invitation, event))) throw problem('invitation-ended');
  return requireInvitation(deps, principal.workgroupId, invitation.id);
}
