import type { LinkMaker } from '../messages/secret-links.ts';
import { linkTo, newToken } from '../messages/secret-links.ts';
import { getInvitationOfMessage, tokenStatements } from './invitation-store.ts';
import { stateOf } from './present.ts';

const ENDED = {
  accepted: 'The invitation was accepted before the message was sent.',
  revoked: 'The invitation was revoked before the message was sent.',
  expired: 'The invitation expired before the message was sent.',
} as const;

/**
 * The link of an invitation. Where anyone may have a workgroup, mail that goes through a workgroup’s own server proves
 * nothing of its recipient: the owner of that server may have read it.
 */
export const invitationLink: LinkMaker = async ({ db, now, random, settings }, row, { byOwnServer }) => {
  const invitation = await getInvitationOfMessage(db, row.workgroupId, row.id);
  if (!invitation) return 'The invitation was sent again by a newer message.';
  const state = stateOf(invitation, now());
  if (state !== 'pending') return ENDED[state];
  const { token, hash } = await newToken(random);
  const provesEmail = !(byOwnServer && settings.openSignUp);
  return {
    url: linkTo(settings, 'invitation', token),
    statements: tokenStatements(db, invitation, { hash, provesEmail }),
  };
};
