import type { JSX } from 'solid-js';
import { Match, Show, Switch } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import { LANGUAGE_NAMES } from '../../../worker/lib/mail/languages.ts';
import { problemIn } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import facts from '../../ui/facts.module.css';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import { createWorkgroupQuery } from './queries.ts';
import { ProjectSharing } from './project-sharing.tsx';
import { RequestSettings } from './request-settings.tsx';
import { WorkgroupForm } from './workgroup-form.tsx';

/** The workgroup that is open: managers change it, others read it. */
export default function WorkgroupPage(): JSX.Element {
  const me = createMeQuery();
  const workgroup = createWorkgroupQuery();
  const mayChange = () => me.data !== undefined && can(me.data.role, 'workgroup.update');
  createTitle(() => ['Workgroup', 'Settings']);
  return (
    <div class={page.narrow}>
      <h1>Workgroup</h1>
      <Show when={workgroup.error}>
        <ProblemNotice
          problem={problemIn(workgroup.error)}
          tone={workgroup.data ? 'wait' : 'bad'}
          onRetry={() => void workgroup.refetch()}
        />
      </Show>
      <Switch>
        <Match when={workgroup.data}>
          {(data) => (
            <>
              <section class="card pad stack">
                <Show
                  when={mayChange()}
                  fallback={
                    <dl class={facts.facts}>
                      <dt>Company</dt>
                      <dd>{data().name}</dd>
                      <dt>Language</dt>
                      <dd>{LANGUAGE_NAMES[data().language ?? 'en']}</dd>
                      <dt>Time zone</dt>
                      <dd>{(data().timeZone ?? 'UTC').replaceAll('_', ' ')}</dd>
                    </dl>
                  }
                >
                  <WorkgroupForm workgroup={data()} />
                </Show>
              </section>
              <Show when={mayChange()}>
                <ProjectSharing workgroup={data()} />
                <section class="card pad stack">
                  <h2>Credentials of end users</h2>
                  <RequestSettings workgroup={data()} />
                </section>
              </Show>
            </>
          )}
        </Match>
        <Match when={workgroup.isPending && !workgroup.error}>
          <Skeleton lines={3} height={60} />
        </Match>
      </Switch>
    </div>
  );
}
