import type { Action } from '../../lib/permissions.ts';
import { ACTIONS, BEFORE_TWO_FACTOR, can, scopeAllows } from '../../lib/permissions.ts';
import { problem } from './errors.ts';
import type { Principal } from './principal.ts';

/**
 * Lets through whom both role and scopes allow an action. Throws `unauthenticated`, `forbidden`, `scope-missing`,
 * `session-needed` and `two-factor-setup-needed`.
 */
export function requireAction(principal: Principal | undefined, action: Action): void {
  if (!principal) throw problem('unauthenticated');
  if (principal.needsTwoFactor && !BEFORE_TWO_FACTOR.includes(action)) throw problem('two-factor-setup-needed');
  const { scope } = ACTIONS[action];
  if (scope === 'session' && principal.agentId === null) throw problem('session-needed');
  if (!can(principal.role, action)) throw problem('forbidden');
  if (!scopeAllows(principal.scopes, action)) throw problem('scope-missing', `The scope that it needs is “${scope}”.`);
}
