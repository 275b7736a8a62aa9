import type { Action } from '../../lib/permissions.ts';
import { ACTIONS, can, scopeAllows } from '../../lib/permissions.ts';
import { problem } from './errors.ts';
import type { Principal } from './principal.ts';

/**
 * Lets through whom both role and scopes allow an action. Throws `unauthenticated`, `forbidden`, `scope-missing` and
 * `session-needed`.
 */
export function requireAction(principal: Principal | undefined, action: Action): void {
  if (!principal) throw problem('unauthenticated');
  const { scope } = ACTIONS[action];
  if (scope === 'session' && principal.agentId === null) throw problem('session-needed');
  if (!can(principal.role, action)) throw problem('forbidden');
  if (!scopeAllows(principal.scopes, action)) throw problem('scope-missing', `The scope that it needs is “${scope}”.`);
}
