import type { Context } from 'hono';
import type { Deps } from './deps.ts';
import type { Principal } from './principal.ts';

/** What handlers find in their context. */
export type AppEnv = { Variables: { deps: Deps; principal: Principal } };

export type AppContext = Context<AppEnv>;
