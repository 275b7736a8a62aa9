export const ROLES = ['owner', 'manager', 'agent', 'inactive'] as const;
export type Role = (typeof ROLES)[number];

/** On whose behalf a request acts: an agent with a session, or an API key. */
export type Principal = {
  workgroupId: string;
  role: Role;
  /** `agt_…` or `key_…`; what `createdBy` notes. */
  actorId: string;
  /** Of the agent or the key. */
  actorName: string;
  agentId: string | null;
  /** Of an agent who is signed in. */
  sessionId?: string;
  /** The address that the request came from, where the platform says it. */
  from?: string | undefined;
};
