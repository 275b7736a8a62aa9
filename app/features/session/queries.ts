import { useQueryClient } from '@tanstack/solid-query';
import { ApiError, api, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { contact, signOutHere } from '../../lib/session-end.ts';

export const meQuery = () => ({ queryKey: keys.me, queryFn: () => read(api.me.$get()), staleTime: 60_000 });

export function createMeQuery() {
  return createQuery(meQuery);
}

export function createSetupQuery() {
  return createQuery(() => ({ queryKey: keys.setup, queryFn: () => read(api.setup.$get()) }));
}

export async function signIn(email: string, password: string): Promise<void> {
  await read(
    contact('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  );
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
