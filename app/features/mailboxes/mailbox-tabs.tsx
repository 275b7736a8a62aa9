import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { isUnknownLogin } from '../../../worker/lib/credential-request-facts.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { Mailbox } from '../../api.ts';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPercent,
  formatSpeed,
  localizeInstants,
} from '../../lib/format.ts';
import { button } from '../../ui/button.ts';
import { now } from '../../ui/now.ts';
import { Ago, Notice, ProblemNotice, ProgressBar, Skeleton } from '../../ui/parts.tsx';
import { StatusBadge, statusLook } from '../../ui/status-badge.tsx';
import { isOpen, isWaitingForUser, wordsOfRequest } from '../credential-requests/request-kinds.ts';
import { MailboxSignIn } from './mailbox-sign-in.tsx';
import { createStatisticsQuery } from './queries.ts';
import styles from './counts-table.module.css';
import facts from '../../ui/facts.module.css';

const PASS_NAMES: Readonly<Record<PassType, string>> = {
  verify: 'Verify credentials',
  inventory: 'Inventory',
  trial: 'Trial',
  'pre-stage': 'Pre-stage',
  full: 'Full',
  'retry-errors': 'Retry errors',
};

/** Progress, obstacles, and sign-in. */
export function ProgressTab(props: { mailbox: Mailbox; onCredentials: () => void }): JSX.Element {
  const progress = () => props.mailbox.progress;
  return (
    <div class="stack">
      <div class="row spread">
        <StatusBadge status={props.mailbox.status} state={props.mailbox.state} phase={props.mailbox.phase} />
        <strong>{formatPercent(progress().fraction)}</strong>
      </div>
      <ProgressBar
        fraction={progress().fraction}
        tone={statusLook(props.mailbox).tone}
        label="Progress of the mailbox"
      />
      <Show when={props.mailbox.failure}>{(failure) => <ProblemNotice problem={{ ...failure(), status: 0 }} />}</Show>
      <Show when={isWaitingForUser(props.mailbox) && props.mailbox.credentialRequest}>
        {(request) => (
          <Notice tone="wait" icon="key">
            <strong>Waiting for {request().to}</strong>
            <span>{wordsOfRequest(request(), now())}</span>
            <span>
              <button type="button" class={button()} onClick={() => props.onCredentials()}>
                Credentials
              </button>
            </span>
          </Notice>
        )}
      </Show>
      <Show when={!props.mailbox.failure && !isWaitingForUser(props.mailbox) && props.mailbox.statusDetail}>
        {(detail) => (
          <Notice tone="wait" icon="clock">
            {localizeInstants(detail())}
            <Show when={detail().startsWith('Throttled')}>
              <span class="muted">
                Nothing to do: it continues automatically. To go faster, ask the provider to lift the EWS throttling
                policy of the account.
              </span>
            </Show>
          </Notice>
        )}
      </Show>
      <dl class={facts.facts}>
        <dt>Items copied</dt>
        <dd>
          {formatCount(progress().itemsDone)} of {formatCount(progress().itemsTotal)}
        </dd>
        <Show when={progress().itemsAdopted > 0}>
          <dt>Already at the destination</dt>
          <dd>
            {formatCount(progress().itemsAdopted)} <span class="muted">of these, forwarded or copied earlier</span>
          </dd>
        </Show>
        <dt>Size copied</dt>
        <dd>
          {formatBytes(progress().bytesDone)} of {formatBytes(progress().bytesTotal)}
        </dd>
        <dt>Failed items</dt>
        <dd>{formatCount(progress().itemsFailed)}</dd>
        <Show when={props.mailbox.state === 'running'}>
          <dt>Speed</dt>
          <dd>
            {formatSpeed(progress().bytesPerSecond)} · {formatCount(progress().itemsPerSecond)} items/s
          </dd>
          <dt>Time left</dt>
          <dd>{progress().etaMs === null ? '—' : `about ${formatDuration(progress().etaMs ?? 0)}`}</dd>
        </Show>
        <dt>Source sign-in</dt>
        <dd>{signInWords(props.mailbox, 'source')}</dd>
        <dt>Destination sign-in</dt>
        <dd>{signInWords(props.mailbox, 'destination')}</dd>
        <dt>Last activity</dt>
        <dd>
          <Ago at={props.mailbox.lastActivityAt} />
        </dd>
      </dl>
      <MailboxSignIn mailbox={props.mailbox} />
    </div>
  );
}

/** With which account Mailferry signs in to a side of a mailbox. */
function signInWords(mailbox: Mailbox, side: 'source' | 'destination'): string {
  const login = mailbox[`${side}Login`];
  if (mailbox[side === 'source' ? 'hasSourcePassword' : 'hasDestinationPassword'])
    return login ?? mailbox[`${side}Email`];
  const request = mailbox.credentialRequest;
  if (request && isOpen(request) && request.sides.includes(side)) return 'the user is being asked';
  return isUnknownLogin(login) ? 'the user is asked when a pass starts' : 'with the endpoint’s administrator account';
}

/** The passes that this mailbox was in. */
export function PassesTab(props: { mailboxId: string }): JSX.Element {
  const statistics = createStatisticsQuery(() => props.mailboxId);
  return (
    <Show when={statistics.data} fallback={<Skeleton lines={3} height={30} />}>
      {(data) => (
        <Show when={data().passes.length > 0} fallback={<p class="muted">No pass has run yet.</p>}>
          <table class={styles.table}>
            <thead>
              <tr>
                <th>Pass</th>
                <th>Status</th>
                <th>Started</th>
                <th>Duration</th>
              </tr>
            </thead>
            <tbody>
              <For each={data().passes}>
                {(pass) => (
                  <tr>
                    <td>{PASS_NAMES[pass.type]}</td>
                    <td>{pass.status}</td>
                    <td>
                      <Ago at={pass.startedAt} />
                    </td>
                    <td>
                      {pass.startedAt && pass.endedAt
                        ? formatDuration(Date.parse(pass.endedAt) - Date.parse(pass.startedAt))
                        : '—'}
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Show>
      )}
    </Show>
  );
}
