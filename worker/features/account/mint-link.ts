import type { LinkMaker } from '../messages/secret-links.ts';
import { linkTo, newToken } from '../messages/secret-links.ts';
import { getOpenLink, mintStatements } from './link-store.ts';

const OUT_OF_DATE = 'The link of this message has expired, or the account has changed. Ask for a new one.';
const PROVES_NOTHING =
  'While anyone may sign up, a workgroup’s own mail server cannot confirm addresses: its owner can read what it sends.';

/**
 * Makes the secret link of a message to an agent: to reset the password, or to confirm an address. None where the message
 * has lost its link.
 */
export const accountLink: LinkMaker = async ({ db, now, random, settings }, { id, recipient }, { byOwnServer }) => {
  const link = await getOpenLink(db, id, now());
  if (!link || link.email !== recipient.toLowerCase()) return OUT_OF_DATE;
  if (link.purpose === 'confirm-email' && byOwnServer && settings.openSignUp) return PROVES_NOTHING;
  const { token, hash } = await newToken(random);
  return { url: linkTo(settings, link.purpose, token), statements: mintStatements(db, link, hash) };
};
