import { useLocation, useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Switch, createSignal } from 'solid-js';
import type { InvitationLook, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { forgetState } from '../../lib/persist.ts';
import { keys } from '../../lib/query-keys.ts';
import { signOutHere } from '../../lib/session-end.ts';
import { signalTabs } from '../../lib/other-tabs.ts';
import { createTitle } from '../../lib/title.ts';
import { button } from '../../ui/button.ts';
import { Notice, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { ROLE_WORDS } from '../agents/role-words.ts';
import { Harbour } from './harbour.tsx';
import { NewAccountForm } from './new-account-form.tsx';

const NO_TOKEN: Problem = {
  code: 'invitation-incomplete',
  title: 'The link is incomplete',
  status: 0,
  cause: 'The part of the link after # is missing.',
  remedy: 'Open the link exactly as it is in the message.',
};

/** Where the link of an invitation leads. Opening it changes nothing. */
export default function InvitationPage(): JSX.Element {
  const location = useLocation();
  const token = () => location.hash.slice(1);
  const look = createQuery(() => ({
    queryKey: keys.invitationLook(token()),
    queryFn: () => read(api.invitations.look.$post({ json: { token: token() } })),
    enabled: token() !== '',
    staleTime: 0,
  }));
  createTitle(() => ['Invitation']);
  const title = () => (look.data ? `Join ${look.data.workgroupName}` : 'Invitation');
  const about = () =>
    look.data
      ? `${look.data.invitedBy} invites ${look.data.email} to Mailferry as ${ROLE_WORDS[look.data.role].label.toLowerCase()}.`
      : 'To a workgroup on Mailferry.';
  const problem = () => (token() === '' ? NO_TOKEN : look.error ? problemIn(look.error) : undefined);
  return (
    <Harbour title={title()} about={about()}>
      <Switch fallback={<Skeleton lines={2} />}>
        <Match when={problem()}>
          {(value) => (
            <>
              <ProblemNotice
                problem={value()}
                {...(value().status === 0 && token() !== '' && { onRetry: () => void look.refetch() })}
              />
              <a class={button()} href="/sign-in">
                Go to sign-in
              </a>
            </>
          )}
        </Match>
        <Match when={look.data}>{(invitation) => <Ways token={token()} invitation={invitation()} />}</Match>
      </Switch>
    </Harbour>
  );
}

/** How this person can accept: as who they are signed in, by signing in, or with a new account. */
function Ways(props: { token: string; invitation: InvitationLook }): JSX.Element {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const accept = async (account: { name?: string; password?: string } = {}) => {
    await read(api.invitations.accept.$post({ json: { token: props.token, ...account } }));
    // Whoever was here before, or whatever workgroup it was: nothing of it stays.
    forgetState(client);
    signalTabs('workgroup-switched');
    navigate('/projects', { replace: true });
  };
  const acceptAsMe = async () => {
    setProblem();
    setBusy(true);
    await accept().catch((error: unknown) => setProblem(problemIn(error)));
    setBusy(false);
  };
  const leave = async () => {
    await signOutHere(client);
    window.location.reload();
  };
  const signIn = (words: string, isFirst: boolean) => (
    <a class={button(isFirst ? 'primary' : 'ghost')} href={`/sign-in?to=%2Finvitation#${props.token}`}>
      {words}
    </a>
  );
  return (
    <>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Switch fallback={<NewAccountForm email={props.invitation.email} submit={accept} />}>
        <Match when={props.invitation.signedIn?.fits}>
          <button type="button" class={button('primary')} disabled={isBusy()} onClick={() => void acceptAsMe()}>
            {isBusy() ? 'Accepting …' : 'Accept the invitation'}
          </button>
        </Match>
        <Match when={props.invitation.signedIn}>
          {(who) => (
            <>
              <Notice tone="wait">
                <strong>You are signed in as {who().email}.</strong>
                <span>Sign out to accept the invitation of {props.invitation.email}.</span>
              </Notice>
              <button type="button" class={button('primary')} onClick={() => void leave()}>
                Sign out
              </button>
            </>
          )}
        </Match>
        <Match when={props.invitation.hasAccount}>{signIn('Sign in to accept', true)}</Match>
      </Switch>
      <Show when={props.invitation.hasAccount === null && !props.invitation.signedIn}>
        {signIn('I have an account', false)}
      </Show>
    </>
  );
}
