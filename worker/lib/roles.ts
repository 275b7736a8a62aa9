/** What an agent, or an API key, is in a workgroup: from what may do most to what may do nothing. */
export const ROLES = ['owner', 'manager', 'agent', 'inactive'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role allows more than another. */
export function isAbove(role: Role, other: Role): boolean {
  return ROLES.indexOf(role) < ROLES.indexOf(other);
}
