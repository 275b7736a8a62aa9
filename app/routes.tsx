import type { RoutePreloadFuncArgs } from '@solidjs/router';
import { Navigate, Route, Router } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { lazy } from 'solid-js';
import { endpointsQuery } from './features/endpoints/queries.ts';
import { mailboxesQuery } from './features/mailboxes/queries.ts';
import { projectQuery, projectsQuery } from './features/projects/queries.ts';
import { Shell } from './shell.tsx';

const SignInPage = lazy(() => import('./features/session/sign-in-page.tsx'));
const SetupPage = lazy(() => import('./features/session/setup-page.tsx'));
const ProjectsPage = lazy(() => import('./features/projects/projects-page.tsx'));
const NewProjectPage = lazy(() => import('./features/projects/new-project-page.tsx'));
const ProjectPage = lazy(() => import('./features/projects/project-page.tsx'));
const ProjectOptionsPage = lazy(() => import('./features/projects/options/project-options-page.tsx'));
const EndpointsPage = lazy(() => import('./features/endpoints/endpoints-page.tsx'));
const ActivityPage = lazy(() => import('./features/activity/activity-page.tsx'));
const ProjectActivityPage = lazy(() => import('./features/activity/project-activity-page.tsx'));
const SettingsPage = lazy(() => import('./features/settings/settings-page.tsx'));
const WebhooksPage = lazy(() => import('./features/webhooks/webhooks-page.tsx'));
const WebhookPage = lazy(() => import('./features/webhooks/webhook-page.tsx'));
const MailPage = lazy(() => import('./features/mail/mail-page.tsx'));
const TemplatesPage = lazy(() => import('./features/templates/templates-page.tsx'));
// Not in what is deployed.
const KitPage = import.meta.env.DEV ? lazy(() => import('./kit/kit-page.tsx')) : undefined;
const NotFoundPage = lazy(() => import('./ui/not-found-page.tsx'));

export function Routes(): JSX.Element {
  const client = useQueryClient();
  /** The first screen's answers are asked for while its code loads and the sign-in is checked. */
  const first =
    (ask: (id: string) => void) =>
    ({ intent, params }: RoutePreloadFuncArgs): void => {
      if (intent === 'initial') ask(params.id ?? '');
    };
  const askProjects = first(() => void client.prefetchQuery(projectsQuery()));
  const askEndpoints = first(() => void client.prefetchQuery(endpointsQuery()));
  const askOptions = first((id) => void client.prefetchQuery(projectQuery(id)));
  const askProject = first((id) => {
    void client.prefetchQuery(projectQuery(id));
    void client.prefetchQuery(mailboxesQuery(id));
  });
  return (
    <Router>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/setup" component={SetupPage} />
      {KitPage && <Route path="/kit" component={KitPage} />}
      <Route path="/" component={Shell}>
        <Route path="/" component={() => <Navigate href="/projects" />} />
        <Route path="/projects" component={ProjectsPage} preload={askProjects} />
        <Route path="/projects/new" component={NewProjectPage} preload={askEndpoints} />
        {/* One route: the page stays as it is while its panel opens and closes. */}
        <Route
          path={['/projects/:id', '/projects/:id/mailboxes/:mailboxId']}
          component={ProjectPage}
          preload={askProject}
        />
        <Route path="/projects/:id/options" component={ProjectOptionsPage} preload={askOptions} />
        <Route path="/endpoints" component={EndpointsPage} preload={askEndpoints} />
        <Route path="/projects/:id/activity" component={ProjectActivityPage} preload={askOptions} />
        <Route path="/activity" component={ActivityPage} />
        <Route path="/settings" component={SettingsPage} />
        <Route path="/settings/webhooks" component={WebhooksPage} />
        <Route path="/settings/webhooks/:id" component={WebhookPage} />
        <Route path="/settings/mail" component={MailPage} />
        <Route path="/settings/templates" component={TemplatesPage} />
        <Route path="*" component={NotFoundPage} />
      </Route>
    </Router>
  );
}
