import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { z } from 'zod';
import type { Sessions } from '../../features/kernel/deps.ts';
import { SECOND_FACTOR_NEEDED } from '../../features/kernel/deps.ts';
import type { Db } from '../../features/kernel/db.ts';
import { problem } from '../../features/kernel/errors.ts';
import { account, session, user, verification } from '../../features/workgroups/table.ts';
import { getPasswordHash, hasTwoFactor } from '../../features/workgroups/store.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../../features/workgroups/password-rules.ts';
import type { NewId } from '../../lib/ids.ts';
import { MINUTE_MS, SECOND_MS } from '../../lib/units.ts';
import { createDb } from './db.ts';
import { consoleLog } from './log.ts';
import { slowHash } from './slow-hash.ts';
import { writeBeside } from './write-beside.ts';

const ID_PREFIXES: Readonly<Record<string, string>> = {
  user: 'agt',
  session: 'ses',
  account: 'acc',
  verification: 'ver',
};

export type AuthSettings = {
  secret: string;
  /** The address under which this request came, such as `https://mailferry.example`. */
  origin: string;
  /** The client’s address, by the headers of a request. */
  addressOf: (headers: Headers) => string | undefined;
  /** The second factor of the agent has been checked. */
  isProven: boolean;
};

/** How exactly the last use of a session is known: as often is it written down, and the session prolonged. */
const LAST_USE_MS = 5 * MINUTE_MS;

/** Opens a session of an agent whose factors have been checked. No request reaches it. */
const openSession = createAuthEndpoint.serverOnly(
  { method: 'POST', body: z.object({ agentId: z.string(), isRemembered: z.boolean() }) },
  async (ctx) => {
    const { agentId, isRemembered } = ctx.body;
    const found = await ctx.context.internalAdapter.findUserById(agentId);
    if (!found) throw new APIError('UNAUTHORIZED');
    const opened = await ctx.context.internalAdapter.createSession(agentId, !isRemembered);
    await setSessionCookie(ctx, { session: opened, user: found }, !isRemembered);
    return ctx.json({ redirect: false, token: opened.token, user: found });
  },
);

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
      schema: { user, session, account, verification },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    session: {
      updateAge: LAST_USE_MS / SECOND_MS,
      // Workgroups are not its affair; it only hands over which one a session is for.
      additionalFields: { activeOrganizationId: { type: 'string', required: false, input: false } },
    },
    databaseHooks: {
      session: {
        create: {
          // Every way to a session leads through here, so none skips the second factor.
          before: async ({ userId }, context) => {
            const hasSession = context?.path === '/change-password';
            if (!settings.isProven && !hasSession && (await hasTwoFactor(db, userId)))
              throw new APIError('FORBIDDEN', { code: SECOND_FACTOR_NEEDED, agentId: userId });
            const headers = context?.headers ?? context?.request?.headers;
            return { data: { ipAddress: (headers && settings.addressOf(headers)) ?? null } };
          },
        },
      },
    },
    plugins: [{ id: 'mailferry', endpoints: { openSession } }],
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
export function createSessions(
  db: Db,
  newId: NewId,
  { secret, addressOf }: Pick<AuthSettings, 'secret' | 'addressOf'>,
): Sessions {
  const authOf = (
    request: Request,
    onFailure: (error: unknown) => void = () => {},
    { its = db, isProven = false } = {},
  ) => createAuth(its, newId, { secret, addressOf, isProven, origin: new URL(request.url).origin }, onFailure);
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
      if (response.ok) return response.headers.getSetCookie();
      const body: unknown = await response.json().catch(() => undefined);
      if (codeIn(body) === SECOND_FACTOR_NEEDED) throw problem('second-factor-needed');
      return undefined;
    },
    open: (request, agentId, isRemembered) =>
      authOf(request, undefined, { isProven: true }).api.openSession({
        body: { agentId, isRemembered },
        headers: request.headers,
        asResponse: true,
      }),
    async isPassword(agentId, password) {
      const hash = await getPasswordHash(db, agentId);
      return hash !== undefined && verifyPassword({ hash, password });
    },
    hashPassword: (password) => hashPassword(password),
    signInKey: (address, password) => slowHash(`sign-in key of ${address}`, password),
    async handle(request, withPassword) {
      let failure: unknown;
      const its = withPassword ? createDb(writeBeside(db.$client, 'update "account"', withPassword)) : db;
      const response = await authOf(request, (error) => (failure ??= error), { its }).handler(request);
      // Its answer does not tell the cause.
      if (response.status >= 500 && failure instanceof Error) throw failure;
      return response;
    },
  };
}

function codeIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
}
