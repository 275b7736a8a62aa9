import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Endpoint } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatDuration } from '../../lib/format.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { ConnectionNotes, ConnectionWords, TrustedCertificates } from './connection-line.tsx';
import { ConnectionProblem } from './connection-problem.tsx';
import { createEndpointActions, failureOf } from './endpoint-actions.ts';
import { Changes, Findings, summaryOf } from './findings.tsx';
import { HEALTH } from './health.ts';
import { createEndpointQuery, createReportsQuery } from './queries.ts';
import { UsedBy } from './used-by.tsx';
import styles from './endpoints-page.module.css';

// With the code of forms.
const EndpointDialog = lazy(async () => ({ default: (await import('./endpoint-dialog.tsx')).EndpointDialog }));

/** One endpoint with what its tests found. */
export default function EndpointPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const endpoint = createEndpointQuery(() => params.id);
  createTitle(() => [endpoint.data?.name, 'Endpoints']);
  return (
    <div class={page.narrow}>
      <BackLink href="/endpoints">Endpoints</BackLink>
      <Show when={endpoint.error}>
        <ProblemNotice
          problem={problemIn(endpoint.error)}
          tone={endpoint.data ? 'wait' : 'bad'}
          onRetry={() => void endpoint.refetch()}
        />
      </Show>
      <Show when={endpoint.isPending && !endpoint.error}>
        <Skeleton lines={4} />
      </Show>
      <Show when={endpoint.data}>{(data) => <EndpointDetails endpoint={data()} />}</Show>
    </div>
  );
}

type Actions = ReturnType<typeof createEndpointActions>;

function EndpointDetails(props: { endpoint: Endpoint }): JSX.Element {
  const actions = createEndpointActions(() => props.endpoint);
  const [isEditing, setEditing] = createSignal(false);
  const health = () => HEALTH[props.endpoint.health];
  return (
    <>
      <header class={page.head}>
        <div class={styles.name}>
          <h1>{props.endpoint.name}</h1>
          <CutText class="muted" text={props.endpoint.url} />
        </div>
        <div class="row">
          <Badge tone={health().tone} icon={health().icon}>
            {health().word}
          </Badge>
          <button type="button" class={button()} onClick={() => setEditing(true)}>
            <Icon name="edit" /> Edit
          </button>
        </div>
      </header>
      <About endpoint={props.endpoint} actions={actions} />
      <Test actions={actions} />
      <LatestReport endpoint={props.endpoint} actions={actions} />
      <Show when={isEditing()}>
        <Suspense>
          <EndpointDialog
            title={`Edit ${props.endpoint.name}`}
            endpoint={props.endpoint}
            onDone={() => {
              setEditing(false);
              // What is shown here is read again, as after any other change.
              void actions.act(async () => {});
            }}
            onClose={() => setEditing(false)}
          />
        </Suspense>
      </Show>
    </>
  );
}

function About(props: { endpoint: Endpoint; actions: Actions }): JSX.Element {
  return (
    <section class="card pad stack" aria-label="About this endpoint">
      <div class={styles.counts}>
        <Show when={props.endpoint.version}>{(version) => <span>{version()}</span>}</Show>
        <Show when={props.endpoint.hasPassword && props.endpoint.signIn}>{(signIn) => <span>{signIn()}</span>}</Show>
        <span class="muted">
          {props.endpoint.hasPassword
            ? `${props.endpoint.username}, ${props.endpoint.useImpersonation ? 'impersonating' : 'with full access'}`
            : 'no administrator: each mailbox has its own password'}
        </span>
        <Show when={props.endpoint.connection}>{(connection) => <ConnectionWords connection={connection()} />}</Show>
        <Show when={props.endpoint.checkedAt}>
          {(at) => (
            <span class="faint">
              tested <Ago at={at()} />
            </span>
          )}
        </Show>
      </div>
      <Show when={props.endpoint.throttling}>
        {(throttling) => (
          <p class="small muted">
            The server last asked a pass to slow down <Ago at={throttling().at} />
            {throttling().pauseMs === null ? '' : `, with pauses of up to ${formatDuration(throttling().pauseMs!)}`}.
          </p>
        )}
      </Show>
      <ConnectionNotes endpoint={props.endpoint} />
      <TrustedCertificates
        endpoint={props.endpoint}
        isBusy={props.actions.isBusy()}
        onEnd={(host) => void props.actions.endTrust(host)}
      />
      <UsedBy usedBy={props.endpoint.usedBy} />
    </section>
  );
}

function Test(props: { actions: Actions }): JSX.Element {
  const [mailbox, setMailbox] = createSignal('');
  return (
    <form
      class="card pad stack"
      onSubmit={(event) => {
        event.preventDefault();
        void props.actions.probe(mailbox());
      }}
      aria-label="Test connection"
    >
      <TextInput
        label="Mailbox to test the rights with"
        hint="Optional. Mailferry opens it and changes nothing."
        type="email"
        name="mailbox"
        autocomplete="off"
        wrong={undefined}
        value={mailbox()}
        onChange={setMailbox}
      />
      <div class="row">
        <button type="submit" class={button('primary')} aria-disabled={props.actions.isBusy() || undefined}>
          <Icon name="refresh" class={props.actions.isBusy() ? 'spin' : ''} /> Test connection
        </button>
        <span class="small muted" role="status">
          {props.actions.isBusy() ? 'Testing. This can take half a minute.' : ''}
        </span>
      </div>
      <Show when={props.actions.problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
    </form>
  );
}

function LatestReport(props: { endpoint: Endpoint; actions: Actions }): JSX.Element {
  const reports = createReportsQuery(() => props.endpoint.id);
  const latest = () => reports.data?.items[0];
  /** A certificate is decided on with its facts; what else fails is in the report. */
  const failure = () => {
    const failed = failureOf(props.endpoint);
    return failed?.certificate || !latest() ? failed : undefined;
  };
  const ownHost = () => new URL(props.endpoint.url).hostname;
  return (
    <>
      <Show when={reports.data && failure()}>
        {(problem) => (
          <ConnectionProblem
            problem={problem()}
            isBusy={props.actions.isBusy()}
            onTrust={({ host = ownHost(), sha256 }) => void props.actions.trust(host, sha256)}
          />
        )}
      </Show>
      <Show when={reports.error}>
        {(error) => <ProblemNotice problem={problemIn(error())} onRetry={() => void reports.refetch()} />}
      </Show>
      <Show when={reports.data} fallback={!reports.error && <Skeleton lines={4} />}>
        <Show
          when={latest()}
          fallback={<p class="muted">No report yet. Test the connection to see what works and what does not.</p>}
        >
          {(report) => (
            <section class="card pad stack" aria-label="Report">
              <div class="row wrap spread">
                <h2>{summaryOf(report().findings)}</h2>
                <span class="small muted">
                  tested <Ago at={report().at} />
                  <Show when={report().mailbox}>{(name) => <> with {name()}</>}</Show>
                </span>
              </div>
              <Changes changes={report().changes} />
              <Findings findings={report().findings} project={props.endpoint.usedBy.projects[0]} />
            </section>
          )}
        </Show>
      </Show>
    </>
  );
}
