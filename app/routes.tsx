import { Navigate, Route, Router } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { lazy } from 'solid-js';
import { Shell } from './shell.tsx';

const SignInPage = lazy(() => import('./features/session/sign-in-page.tsx'));
const SetupPage = lazy(() => import('./features/session/setup-page.tsx'));
const ProjectsPage = lazy(() => import('./features/projects/projects-page.tsx'));
const NewProjectPage = lazy(() => import('./features/projects/new-project-page.tsx'));
const ProjectPage = lazy(() => import('./features/projects/project-page.tsx'));
const ProjectOptionsPage = lazy(() => import('./features/projects/options/project-options-page.tsx'));
const EndpointsPage = lazy(() => import('./features/endpoints/endpoints-page.tsx'));
const SettingsPage = lazy(() => import('./features/settings/settings-page.tsx'));
// Not in what is deployed.
const KitPage = import.meta.env.DEV ? lazy(() => import('./kit/kit-page.tsx')) : undefined;
const NotFoundPage = lazy(() => import('./ui/not-found-page.tsx'));

export function Routes(): JSX.Element {
  return (
    <Router>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/setup" component={SetupPage} />
      {KitPage && <Route path="/kit" component={KitPage} />}
      <Route path="/" component={Shell}>
        <Route path="/" component={() => <Navigate href="/projects" />} />
        <Route path="/projects" component={ProjectsPage} />
        <Route path="/projects/new" component={NewProjectPage} />
        {/* One route: the page stays as it is while its panel opens and closes. */}
        <Route path={['/projects/:id', '/projects/:id/mailboxes/:mailboxId']} component={ProjectPage} />
        <Route path="/projects/:id/options" component={ProjectOptionsPage} />
        <Route path="/endpoints" component={EndpointsPage} />
        <Route path="/settings" component={SettingsPage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}
