import type { Caller, Side } from '../side.ts';
import { isLike } from './like.ts';
import type { EwsSwitches } from './organisation.ts';
import { recipientOfMailbox } from './recipient.ts';

function letsIn({ ewsEnabled, policy, allow, block }: EwsSwitches, agent: string): boolean {
  if (ewsEnabled === false) return false;
  if (policy === 'EnforceAllowList') return allow.some((each) => isLike(each, agent));
  return policy !== 'EnforceBlockList' || !block.some((each) => isLike(each, agent));
}

/**
 * Whether EWS is switched on for who asks, and for the program that he uses. What is set on a mailbox counts beside
 * what is set for the organisation; which wins where they differ is unproven, so both have to let it in.
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange
 */
export function mayUseEws(side: Side, { mailbox }: Caller, agent: string): boolean {
  if (side.profile.build[0] < 14) return true;
  if (!letsIn(side.organisation.ews, agent)) return false;
  const recipient = mailbox && recipientOfMailbox(side, mailbox);
  return recipient === undefined || letsIn(recipient.ews, agent);
}
