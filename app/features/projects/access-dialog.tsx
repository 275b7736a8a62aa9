import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Match, Show, Switch } from 'solid-js';
import type { ProjectGrants } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Check } from '../../ui/check.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './access-dialog.module.css';
import { createGrantsQuery } from './queries.ts';

type Agent = ProjectGrants['items'][number];

/** Who sees a project, and to whom it is given. */
export function AccessDialog(props: { projectId: string; onClose: () => void }): JSX.Element {
  const grants = createGrantsQuery(props.projectId);
  return (
    <Dialog title="Who sees this project" onClose={props.onClose}>
      <Switch fallback={<Skeleton lines={3} height={32} />}>
        <Match when={grants.data}>
          {(data) => <AccessForm projectId={props.projectId} grants={data()} onDone={props.onClose} />}
        </Match>
        <Match when={grants.error}>
          {(error) => <ProblemNotice problem={problemIn(error())} onRetry={() => void grants.refetch()} />}
        </Match>
      </Switch>
    </Dialog>
  );
}

function AccessForm(props: { projectId: string; grants: ProjectGrants; onDone: () => void }): JSX.Element {
  const client = useQueryClient();
  // A list that is read again meanwhile takes nothing away from what has been ticked.
  const { items, projectSharing } = props.grants;
  const seesAll = items.filter(({ role }) => role === 'owner' || role === 'manager');
  const agents = items.filter(({ role }) => role !== 'owner' && role !== 'manager');
  const form = createApiForm({
    values: { agentIds: agents.filter(({ isGranted }) => isGranted).map(({ agentId }) => agentId) },
    submit: async ({ agentIds }) => {
      const changed = await read(
        api.projects[':id'].grants.$put({ param: { id: props.projectId }, json: { agentIds } }),
      );
      client.setQueryData(keys.grants(props.projectId), changed);
      showToast('The access to this project is saved.');
      props.onDone();
    },
  });
  const turn = (id: string, isOn: boolean) =>
    form.set('agentIds', isOn ? [...form.values().agentIds, id] : form.values().agentIds.filter((one) => one !== id));
  return (
    <div class="stack">
      <Show when={projectSharing}>
        <Notice tone="wait">
          <strong>All agents see it now</strong>
          <span>The workgroup shares its projects. What you choose here counts once sharing is off.</span>
        </Notice>
      </Show>
      <p class="muted">
        Owners and managers see every project: {seesAll.map(({ name }) => name).join(', ')}. Agents see those that they
        created, and those that you give them.
      </p>
      <Show
        when={agents.length > 0}
        fallback={<p>There is nobody to give it to: the workgroup has no member with the role agent.</p>}
      >
        <Form form={form} submitLabel="Save" busyLabel="Saving …" isEmpty={!form.isDirty()}>
          <fieldset class={styles.agents}>
            <legend>Given to</legend>
            <For each={agents}>
              {(agent) => (
                <Check
                  checked={form.values().agentIds.includes(agent.agentId)}
                  onChange={(isOn) => turn(agent.agentId, isOn)}
                  hint={hintOf(agent)}
                >
                  {agent.name}
                </Check>
              )}
            </For>
          </fieldset>
        </Form>
      </Show>
    </div>
  );
}

function hintOf({ email, role, isCreator }: Agent): string {
  if (role === 'inactive') return `${email}. Inactive: sees nothing until they are active again.`;
  return isCreator ? `${email}. Created the project, and sees it in any case.` : email;
}
