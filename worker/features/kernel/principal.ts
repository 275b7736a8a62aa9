import type { Scope } from '../../lib/permissions.ts';
import type { Role } from '../../lib/roles.ts';

/** On whose behalf a request acts: an agent with a session, or an API key. */
export type Principal = {
  workgroupId: string;
  role: Role;
  /** What the session or the key allows besides the role. */
  scopes: readonly Scope[];
  /** `agt_…` or `key_…`; what `createdBy` notes. */
  actorId: string;
  /** Of the agent or the key. */
  actorName: string;
  agentId: string | null;
  /**
   * The agent behind it, with their role of now: who is signed in, or who created the key. It sees the projects that they
   * see.
   */
  onBehalfOf: { agentId: string; role: Role };
  /** Of an agent who is signed in. */
  sessionId?: string;
  /** The workgroup requires two-factor sign-in, which this agent has to set up before anything else. */
  needsTwoFactor?: boolean;
  /** The address that the request came from, where the platform says it. */
  from?: string | undefined;
};
