import { Navigate, Route, Router } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { lazy } from 'solid-js';
import type { Screen } from './screens.ts';
import { DOORS, NOWHERE, SCREENS } from './screens.ts';
import { Shell } from './shell.tsx';

const withPage = ({ paths, load }: Screen) => ({ paths, page: lazy(load) });
const doors = DOORS.map(withPage);
const screens = [...SCREENS, NOWHERE].map(withPage);
// Not in what is deployed.
const KitPage = import.meta.env.DEV ? lazy(() => import('./kit/kit-page.tsx')) : undefined;

export function Routes(): JSX.Element {
  return (
    <Router>
      {doors.map(({ paths, page }) => (
        <Route path={paths} component={page} />
      ))}
      {KitPage && <Route path="/kit" component={KitPage} />}
      <Route path="/" component={Shell}>
        <Route path="/" component={() => <Navigate href="/projects" />} />
        {screens.map(({ paths, page }) => (
          <Route path={paths} component={page} />
        ))}
      </Route>
    </Router>
  );
}
