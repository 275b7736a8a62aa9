import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { InvitedRole } from '../../../worker/lib/new-invitation.ts';
import type { Invitation, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { EachById } from '../../ui/each-by-id.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { InvitationCard } from './invitation-card.tsx';
import { createInvitationsQuery, createReadAgain } from './queries.ts';

/** Invitations that nobody has accepted yet. */
export function Invitations(props: { mayChange: (role: InvitedRole) => boolean }): JSX.Element {
  const invitations = createInvitationsQuery();
  const readAgain = createReadAgain();
  const [problem, setProblem] = createSignal<Problem>();
  const change = async (work: () => Promise<unknown>, words: string) => {
    setProblem();
    try {
      await work();
      showToast(words);
    } catch (error) {
      setProblem(problemIn(error));
    }
    await readAgain();
  };
  const resend = ({ id, email }: Invitation) =>
    change(() => read(api.invitations[':id'].resend.$post({ param: { id } })), `${email} gets a new link.`);
  const revoke = ({ id, email }: Invitation) =>
    change(
      () => read(api.invitations[':id'].revoke.$post({ param: { id } })),
      `The invitation of ${email} has been revoked.`,
    );
  return (
    <section class="stack snug" aria-label="Invitations" ref={(box) => keepFocus(box, 'near')}>
      <h2>Invitations</h2>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Show when={invitations.error}>
        <ProblemNotice
          problem={problemIn(invitations.error)}
          tone={invitations.data ? 'wait' : 'bad'}
          onRetry={() => void invitations.refetch()}
        />
      </Show>
      <Show
        when={invitations.data}
        fallback={<Show when={!invitations.error}>{<Skeleton lines={1} height={72} />}</Show>}
      >
        {(list) => (
          <>
            <Show when={list().length === 0}>
              <p class="muted">No open invitations.</p>
            </Show>
            <EachById each={list()}>
              {(invitation) => (
                <InvitationCard
                  invitation={invitation()}
                  isMine={props.mayChange(invitation().role)}
                  onResend={() => void resend(invitation())}
                  onRevoke={() => void revoke(invitation())}
                />
              )}
            </EachById>
          </>
        )}
      </Show>
    </section>
  );
}
