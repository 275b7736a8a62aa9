/** No mail server can have this name (RFC 2606): what ends so is no address that mail goes to. */
const SUFFIX = '.unproven.invalid';

/**
 * What the account of an open sign-up is stored under. Nobody has proven that the address belongs to the agent, so it is
 * no name for the account: others may claim the same address, and learn nothing of this account when they do.
 */
export function unprovenEmail(address: string, agentId: string): string {
  return `${address.toLowerCase()}.${agentId.replaceAll('_', '-')}${SUFFIX}`;
}

/** The address of an account as its agent entered it. */
export function addressOfEmail(email: string): string {
  if (!email.endsWith(SUFFIX)) return email;
  const claimed = email.slice(0, -SUFFIX.length);
  return claimed.slice(0, claimed.lastIndexOf('.'));
}

/** Between which names the accounts are stored that claim an address, some of other addresses included. */
export function unprovenRange(address: string): { from: string; below: string } {
  return { from: `${address.toLowerCase()}.agt-`, below: `${address.toLowerCase()}.agt.` };
}
