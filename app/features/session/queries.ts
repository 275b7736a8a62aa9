import { useQueryClient } from '@tanstack/solid-query';
import { ApiError, api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { contact, signOutHere } from '../../lib/session-end.ts';

/** A refused request asks at once. */
const ASK_AGAIN_MS = 20_000;

export const meQuery = () => ({ queryKey: keys.me, queryFn: () => read(api.me.$get()), staleTime: 15_000 });

export function createMeQuery() {
  return createQuery(meQuery);
}

/** The same, asked again and again: a role may change, or end, while the app is open. */
export function createLiveMeQuery() {
  return createQuery(() => ({ ...meQuery(), refetchInterval: ASK_AGAIN_MS }));
}

export function createSetupQuery() {
  return createQuery(() => ({ queryKey: keys.setup, queryFn: () => read(api.setup.$get()) }));
}

/** Posts to a route whose answer the client does not know. */
function post<T>(path: string, body: unknown): Promise<T> {
  return read<T>(
    contact(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

/** Signs in, as far as the password does. True where a code is needed as well. */
export async function signIn(email: string, password: string): Promise<boolean> {
  const answer = await post<{ twoFactorRequired?: boolean }>('/api/auth/sign-in/email', { email, password });
  return answer.twoFactorRequired === true;
}

/** The second step. */
export function sendCode(given: { code: string } | { recoveryCode: string }): Promise<unknown> {
  return post('/api/auth/two-factor', given);
}

export function requestPasswordReset(email: string): Promise<unknown> {
  return post('/api/auth/request-password-reset', { email });
}

export function resetPassword(token: string, password: string): Promise<unknown> {
  return post('/api/auth/reset-password', { token, password });
}

export function confirmEmail(token: string): Promise<{ email: string }> {
  return post('/api/account/confirm-email', { token });
}

export function changePassword(currentPassword: string, newPassword: string): Promise<unknown> {
  return post('/api/auth/change-password', { currentPassword, newPassword });
}

/** Ends the session here at once; the sign-in page says where the server has not ended it yet. */
export function createSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await signOutHere(client);
    location.assign('/sign-in');
  };
}

export function isUnauthenticated(error: unknown): boolean {
  return error instanceof ApiError && error.problem.status === 401;
}

/** Of the question who is signed in: they are, and this workgroup has shut them out. */
export function isShutOut(error: unknown): error is ApiError {
  return error instanceof ApiError && error.problem.status === 403;
}
