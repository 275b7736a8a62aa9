import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { hashPassword } from 'better-auth/crypto';
import { organization } from 'better-auth/plugins/organization';
import type { Sessions } from '../../features/kernel/deps.ts';
import type { Db } from '../../features/kernel/db.ts';
import {
  account,
  invitation,
  member,
  organization as workgroup,
  session,
  user,
  verification,
} from '../../features/workgroups/table.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../features/workgroups/password-rules.ts';
import type { NewId } from '../../lib/ids.ts';
import { createDb } from './db.ts';
import { agentRoles } from './auth-roles.ts';
import { consoleLog } from './log.ts';
import { slowHash } from './slow-hash.ts';
import { writeBeside } from './write-beside.ts';

const ID_PREFIXES: Readonly<Record<string, string>> = {
  user: 'agt',
  session: 'ses',
  account: 'acc',
  verification: 'ver',
  organization: 'wgr',
  member: 'mem',
  invitation: 'inv',
};

export type AuthSettings = {
  secret: string;
  /** The address under which this request came, such as `https://mailferry.example`. */
  origin: string;
};

/**
 * better-auth over our own tables. Made per request: it keeps promises of its first request, which another request
 * must not await on this platform. Sign-up is off, for everyone: `features/workgroups/sign-up-owner.ts` is the only way in.
 */
function createAuth(db: Db, newId: NewId, settings: AuthSettings, onFailure: (error: unknown) => void) {
  return betterAuth({
    appName: 'Mailferry',
    baseURL: settings.origin,
    basePath: '/api/auth',
    secret: settings.secret,
    database: drizzleAdapter(db, {
      provider: 'sqlite',
      schema: { user, session, account, verification, organization: workgroup, member, invitation },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    plugins: [organization({ ...agentRoles, creatorRole: 'owner', allowUserToCreateOrganization: false })],
    // Our own limits stand before it: features/workgroups/attempt-limits.ts.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'mailferry',
      database: { generateId: ({ model }) => newId(ID_PREFIXES[model] ?? 'row') },
      ipAddress: { disableIpTracking: true },
    },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...facts) => {
        const error = facts.find((fact) => fact instanceof Error);
        // It fails the request, whose answer is logged with its cause.
        if (error) onFailure(error);
        else consoleLog.error('sign-in-failed', { message });
      },
    },
    onAPIError: { onError: onFailure },
  });
}

/** Sessions of better-auth. `secret` signs the cookies. */
export function createSessions(db: Db, newId: NewId, secret: string): Sessions {
  const authOf = (request: Request, onFailure: (error: unknown) => void = () => {}, its: Db = db) =>
    createAuth(its, newId, { secret, origin: new URL(request.url).origin }, onFailure);
  return {
    async read(request) {
      if (!request.headers.has('cookie')) return undefined;
      const { headers, response } = await authOf(request).api.getSession({
        headers: request.headers,
        returnHeaders: true,
      });
      if (!response) return undefined;
      return {
        id: response.session.id,
        agentId: response.user.id,
        activeWorkgroupId: response.session.activeOrganizationId ?? null,
        cookies: headers.getSetCookie(),
      };
    },
    async signIn(request, email, password) {
      const response = await authOf(request).api.signInEmail({
        body: { email, password },
        headers: request.headers,
        asResponse: true,
      });
      return response.ok ? response.headers.getSetCookie() : undefined;
    },
    hashPassword: (password) => hashPassword(password),
    signInKey: (address, password) => slowHash(`sign-in key of ${address}`, password),
    async handle(request, withPassword) {
      let failure: unknown;
      const its = withPassword ? createDb(writeBeside(db.$client, 'update "account"', withPassword)) : db;
      const response = await authOf(request, (error) => (failure ??= error), its).handler(request);
      // Its answer does not tell the cause.
      if (response.status >= 500 && failure instanceof Error) throw failure;
      return response;
    },
  };
}
