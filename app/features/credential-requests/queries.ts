import type { Accessor } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, read, readAll } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { counted } from '../../lib/counted.ts';
import { formatCount } from '../../lib/format.ts';
import { createOneAtATime } from '../../lib/one-at-a-time.ts';
import { keys } from '../../lib/query-keys.ts';
import { showToast } from '../../ui/toast.tsx';

/** Nobody looks further back. */
const MOST_REQUESTS = 200;

/** The requests to the user of one mailbox, newest first. */
export function createRequestsQuery(projectId: Accessor<string>, mailboxId: Accessor<string>) {
  return createQuery(() => ({
    queryKey: keys.credentialRequests(mailboxId()),
    queryFn: () =>
      readAll(
        (query) =>
          api.projects[':id']['credential-requests'].$get({
            param: { id: projectId() },
            query: { ...query, mailboxId: mailboxId() },
          }),
        MOST_REQUESTS,
        MOST_REQUESTS,
      ),
  }));
}

function purgedWords(purged: number, inUse: number): string {
  const kept = inUse > 0 ? ` ${mailboxesOf(inUse)} keep theirs, because a pass uses them.` : '';
  if (purged > 0)
    return `The credentials of ${mailboxesOf(purged)} are purged. The receipt is in the activity of the project.${kept}`;
  return inUse > 0 ? `Nothing was purged.${kept}` : 'Nothing was purged: no user has given credentials here.';
}

const mailboxesOf = (count: number): string => counted(count, 'mailbox', 'mailboxes');

export type RequestActions = {
  /** A message with a new link; it also reopens a request that has expired or was revoked. */
  resend: (mailboxIds: readonly string[]) => Promise<void>;
  revoke: (mailboxIds: readonly string[]) => Promise<void>;
  /** A new request where a password no longer works; the pass that it ended begins again with the answer. */
  askAgain: (mailboxIds: readonly string[]) => Promise<void>;
  purge: (mailboxIds: readonly string[]) => Promise<void>;
  isBusy: Accessor<boolean>;
};

const skippedWords = (skipped: number): string =>
  skipped > 0 ? ` ${formatCount(skipped)} had nothing to do and were left out.` : '';

/** What agents do with the requests and passwords of some mailboxes of a project; one at a time. */
export function createRequestActions(
  projectId: Accessor<string>,
  onProblem: (problem: Problem | undefined) => void,
): RequestActions {
  const { isBusy, act } = createOneAtATime(
    () => [keys.project(projectId()), keys.mailboxes(projectId()), keys.allCredentialRequests],
    onProblem,
  );
  const requests = () => api.projects[':id']['credential-requests'];
  const about = (mailboxIds: readonly string[]) => ({
    param: { id: projectId() },
    json: { mailboxIds: [...mailboxIds] },
  });
  const resend = (mailboxIds: readonly string[]) =>
    act(async () => {
      const { sent, skipped } = await read(requests().resend.$post(about(mailboxIds)));
      showToast(
        `${sent === 1 ? 'A new link is on its way.' : `${formatCount(sent)} new links are on their way.`}${skippedWords(skipped)}`,
      );
    });
  return {
    isBusy,
    resend,
    askAgain: (mailboxIds) =>
      act(async () => {
        const { asked, skipped } = await read(requests()['ask-again'].$post(about(mailboxIds)));
        showToast(
          `${asked === 1 ? 'The user is asked again.' : `${formatCount(asked)} users are asked again.`}${skippedWords(skipped)}`,
        );
      }),
    revoke: (mailboxIds) =>
      act(async () => {
        const { revoked, skipped } = await read(requests().revoke.$post(about(mailboxIds)));
        showToast(
          `${revoked === 1 ? 'The link is revoked.' : `${formatCount(revoked)} links are revoked.`}${skippedWords(skipped)}`,
          () => void resend(mailboxIds),
        );
      }),
    purge: (mailboxIds) =>
      act(async () => {
        const { purged, inUse } = await read(api.projects[':id'].credentials.purge.$post(about(mailboxIds)));
        showToast(purgedWords(purged, inUse.length));
      }),
  };
}
