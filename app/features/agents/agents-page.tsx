import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Role } from '../../../worker/lib/roles.ts';
import { isAbove } from '../../../worker/lib/roles.ts';
import type { Agent, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EachById } from '../../ui/each-by-id.tsx';
import { Icon } from '../../ui/icon.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import page from '../../ui/page.module.css';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { createMeQuery } from '../session/queries.ts';
import { createWorkgroupQuery } from '../workgroups/queries.ts';
import { AgentCard, itemsFor } from './agent-card.tsx';
import { Invitations } from './invitations.tsx';
import { InviteForm } from './invite-form.tsx';
import { createAgentsQuery, createReadAgain } from './queries.ts';
import { ROLE_WORDS } from './role-words.ts';

type Asked = { what: keyof typeof QUESTIONS; agent: Agent };

/** What cannot be undone, and what it comes to. */
const QUESTIONS = {
  transfer: {
    title: 'Transfer your ownership?',
    action: 'Transfer the ownership',
    text: 'The agent becomes an owner, and you become a manager. Only an owner can give it back to you.',
  },
  resetTwoFactor: {
    title: 'Turn off two-factor sign-in?',
    action: 'Turn it off',
    text: 'For an agent who has lost their device: sign-in asks for the password alone until they set it up again.',
  },
  remove: {
    title: 'Remove this agent?',
    action: 'Remove the agent',
    text: 'Access, live views and API keys of the agent end at once. What the agent did stays in the activity.',
  },
} as const;

/** Who is in the workgroup, as what, and who is invited. */
export default function AgentsPage(): JSX.Element {
  const me = createMeQuery();
  const agents = createAgentsQuery();
  const workgroup = createWorkgroupQuery();
  const readAgain = createReadAgain();
  createTitle(() => ['Agents', 'Settings']);
  const [isInviting, setInviting] = createSignal(false);
  const [asked, setAsked] = createSignal<Asked>();
  const [problem, setProblem] = createSignal<Problem>();
  const myRole = (): Role => me.data?.role ?? 'inactive';
  const myId = () => me.data?.agent?.id ?? '';
  const change = async (work: () => Promise<unknown>, words: string) => {
    setProblem();
    setAsked();
    try {
      await work();
      showToast(words);
    } catch (error) {
      setProblem(problemIn(error));
    }
    await readAgain();
  };
  const giveRole = ({ id, name, role: before }: Agent, role: Role) => {
    const patch = (to: Role) => read(api.agents[':id'].$patch({ param: { id }, json: { role: to } }));
    void change(() => patch(role), `${name}: ${ROLE_WORDS[before].label} → ${ROLE_WORDS[role].label}.`);
  };
  const transfer = ({ id, name }: Agent) =>
    void change(
      () => read(api.agents[':id']['make-owner'].$post({ param: { id } })),
      `${name} owns the workgroup now.`,
    );
  const remove = ({ id, name }: Agent) =>
    void change(
      () => read(api.agents[':id'].$delete({ param: { id } }) as never),
      `${name} is no longer in the workgroup.`,
    );
  const resetTwoFactor = ({ id, name }: Agent) =>
    void change(
      () => read(api.agents[':id']['reset-two-factor'].$post({ param: { id } }) as never),
      `Sign-in asks ${name} for no code until they set it up again.`,
    );
  const carryOut = { transfer, resetTwoFactor, remove };
  const itemsOf = (agent: Agent) =>
    itemsFor({ id: myId(), role: myRole() }, agent, {
      role: (role) => giveRole(agent, role),
      resetTwoFactor: () => setAsked({ what: 'resetTwoFactor', agent }),
      transfer: () => setAsked({ what: 'transfer', agent }),
      remove: () => setAsked({ what: 'remove', agent }),
    });
  return (
    <div class={page.narrow}>
      <header class={page.head}>
        <h1>Agents</h1>
        <Show when={can(myRole(), 'invitation.create')}>
          <button type="button" class={button('primary')} onClick={() => setInviting(true)}>
            <Icon name="plus" /> Invite agent
          </button>
        </Show>
      </header>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={agents.error}>
        <ProblemNotice
          problem={problemIn(agents.error)}
          tone={agents.data ? 'wait' : 'bad'}
          onRetry={() => void agents.refetch()}
        />
      </Show>
      <Switch>
        <Match when={agents.data}>
          {(list) => (
            <div class="stack snug" ref={(box) => keepFocus(box, 'near')}>
              <EachById each={list()}>
                {(agent) => <AgentCard agent={agent()} isMe={agent().id === myId()} items={itemsOf(agent())} />}
              </EachById>
            </div>
          )}
        </Match>
        <Match when={agents.isPending && !agents.error}>
          <Skeleton lines={3} height={84} />
        </Match>
      </Switch>
      <Show when={can(myRole(), 'invitation.read')}>
        <Invitations mayChange={(role) => can(myRole(), 'invitation.resend') && !isAbove(role, myRole())} />
      </Show>
      <Show when={isInviting()}>
        <Dialog title="Invite an agent" onClose={() => setInviting(false)}>
          <InviteForm
            role={myRole()}
            language={workgroup.data?.language ?? 'en'}
            onDone={async (email) => {
              await readAgain();
              showToast(`The invitation to ${email} is on its way.`);
              setInviting(false);
            }}
          />
        </Dialog>
      </Show>
      <Show when={asked()}>
        {(it) => (
          <Confirm
            title={QUESTIONS[it().what].title}
            name={it().agent.name}
            action={QUESTIONS[it().what].action}
            onConfirm={() => carryOut[it().what](it().agent)}
            onClose={() => setAsked()}
          >
            <p>{QUESTIONS[it().what].text}</p>
          </Confirm>
        )}
      </Show>
    </div>
  );
}
