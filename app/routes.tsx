import { Navigate, Route, Router } from '@solidjs/router';
import type { JSX, ParentProps } from 'solid-js';
import { lazy } from 'solid-js';
import type { Screen } from './screens.ts';
import { DOORS, NOWHERE, SCREENS, SETTINGS } from './screens.ts';
import { Shell } from './shell.tsx';
import { Later } from './ui/later.tsx';

const withPage = ({ paths, load }: Screen) => ({ paths, page: lazy(load) });
const doors = DOORS.map(withPage);
const settings = SETTINGS.map(withPage);
const screens = [...SCREENS.filter((screen) => !SETTINGS.includes(screen)), NOWHERE].map(withPage);
const AT_SETTINGS = '/settings';
const SettingsLayout = lazy(async () => ({
  default: (await import('./features/settings/settings-layout.tsx')).SettingsLayout,
}));
// Not in what is deployed.
const KitPage = import.meta.env.DEV ? lazy(() => import('./kit/kit-page.tsx')) : undefined;

/** After the router, in a task of its own. */
function LaterShell(props: ParentProps): JSX.Element {
  return (
    <Later>
      <Shell>{props.children}</Shell>
    </Later>
  );
}

export function Routes(): JSX.Element {
  return (
    <Router>
      {doors.map(({ paths, page }) => (
        <Route path={paths} component={page} />
      ))}
      {KitPage && <Route path="/kit" component={KitPage} />}
      <Route path="/" component={LaterShell}>
        <Route path="/" component={() => <Navigate href="/projects" />} />
        <Route path={AT_SETTINGS} component={SettingsLayout}>
          {settings.map(({ paths, page }) => (
            <Route path={paths.map((path) => path.slice(AT_SETTINGS.length) || '/')} component={page} />
          ))}
        </Route>
        {screens.map(({ paths, page }) => (
          <Route path={paths} component={page} />
        ))}
      </Route>
    </Router>
  );
}
