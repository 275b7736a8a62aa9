import '@fontsource-variable/geist/wght.css';
import './ui/tokens.css';
import './ui/base.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { render } from 'solid-js/web';
import type { Problem } from './api.ts';
import { ApiError } from './api.ts';
import { isShutOut, isUnauthenticated, meQuery } from './features/session/queries.ts';
import { followTabs } from './lib/other-tabs.ts';
import { dropState, forgetState, persistQueries } from './lib/persist.ts';
import { keys } from './lib/query-keys.ts';
import { prepareRest } from './prepare-rest.ts';
import { Routes } from './routes.tsx';
import { DAY_MS } from '../worker/lib/units.ts';

const MAX_RETRIES = 2;

const isExplained = ({ status, code }: Problem): boolean => status < 500 || code === 'storage-full';

const client = new QueryClient({
  queryCache: new QueryCache({
    // Without a session, the shell redirects to the sign-in.
    onError: (error, { queryKey }) => {
      const isMe = queryKey[0] === keys.me[0];
      if (!isUnauthenticated(error) && !(isMe && isShutOut(error))) return;
      // The session has ended, wherever, or the access to its workgroup: nothing of it stays on this device.
      if (isMe) dropState(client);
      else void client.invalidateQueries({ queryKey: keys.me });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: DAY_MS,
      networkMode: 'always',
      // A problem that the API has explained does not go away by asking again.
      retry: (failures, error) => failures < MAX_RETRIES && !(error instanceof ApiError && isExplained(error.problem)),
    },
    mutations: { networkMode: 'always' },
  },
});

/** Whatever this page still shows goes with it. */
function leave(): void {
  location.assign('/sign-in');
}

persistQueries(client, (isSameAgent) => (isSameAgent ? location.assign('/projects') : leave()));
followTabs({
  'session-ended': () => {
    forgetState(client);
    leave();
  },
  'workgroup-switched': () => {
    forgetState(client);
    location.assign('/projects');
  },
});

/** The frame that index.html has shown stays until there is something in its place: that takes several tasks. */
function replaceOnceFilled(frame: HTMLElement, place: HTMLElement): void {
  frame.removeAttribute('id');
  place.id = 'app';
  frame.after(place);
  new MutationObserver((_, observer) => {
    if (place.childElementCount === 0) return;
    observer.disconnect();
    frame.remove();
  }).observe(place, { childList: true });
}

function show(): void {
  const frame = document.getElementById('app')!;
  const place = document.createElement('div');
  replaceOnceFilled(frame, place);
  render(
    () => (
      <QueryClientProvider client={client}>
        <Routes />
      </QueryClientProvider>
    ),
    place,
  );
  prepareRest(client);
}
// A task each: to read the code, to ask who is here, and to show the first screen takes a slow phone long enough.
setTimeout(() => {
  if (document.documentElement.dataset.frame === 'shell') void client.prefetchQuery(meQuery());
  setTimeout(show);
});
