import { useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Endpoint, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { createTitle } from '../../lib/title.ts';
import { keys } from '../../lib/query-keys.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { button } from '../../ui/button.ts';
import { CutText } from '../../ui/cut-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import page from '../../ui/page.module.css';
import { Ago, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { ConnectionNotes, ConnectionWords } from './connection-line.tsx';
import { Changes, Findings, summaryOf } from './findings.tsx';
import { HEALTH } from './health.ts';
import { createEndpointQuery, createReportsQuery } from './queries.ts';
import { UsedBy } from './used-by.tsx';
import styles from './endpoints-page.module.css';

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

function EndpointDetails(props: { endpoint: Endpoint }): JSX.Element {
  const client = useQueryClient();
  const reports = createReportsQuery(() => props.endpoint.id);
  const [mailbox, setMailbox] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  const latest = () => reports.data?.items[0];
  const project = () => props.endpoint.usedBy.projects[0];
  const test = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy()) return;
    setBusy(true);
    setProblem();
    try {
      const json = mailbox().trim() === '' ? {} : { mailbox: mailbox().trim() };
      // The body is optional, and typed as none.
      const request = { param: { id: props.endpoint.id }, json };
      await read(api.endpoints[':id'].probe.$post(request));
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
      for (const queryKey of [keys.endpoints, keys.endpoint(props.endpoint.id), keys.reports(props.endpoint.id)])
        void client.invalidateQueries({ queryKey });
    }
  };
  return (
    <>
      <header class={page.head}>
        <div class={styles.name}>
          <h1>{props.endpoint.name}</h1>
          <CutText class="muted" text={props.endpoint.url} />
        </div>
        <Badge tone={HEALTH[props.endpoint.health].tone} icon={HEALTH[props.endpoint.health].icon}>
          {HEALTH[props.endpoint.health].word}
        </Badge>
      </header>
      <section class="card pad stack" aria-label="About this endpoint">
        <div class={styles.counts}>
          <Show when={props.endpoint.version}>{(version) => <span>{version()}</span>}</Show>
          <span class="muted">
            {props.endpoint.hasPassword
              ? `${props.endpoint.username}, ${props.endpoint.useImpersonation ? 'impersonating' : 'with full access'}`
              : 'no administrator: each mailbox has its own password'}
          </span>
          <Show when={props.endpoint.connection}>{(connection) => <ConnectionWords connection={connection()} />}</Show>
        </div>
        <ConnectionNotes endpoint={props.endpoint} />
        <UsedBy usedBy={props.endpoint.usedBy} />
      </section>
      <form class="card pad stack" onSubmit={(event) => void test(event)} aria-label="Test connection">
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
          <button type="submit" class={button('primary')} aria-disabled={isBusy() || undefined}>
            <Icon name="refresh" class={isBusy() ? 'spin' : ''} /> Test connection
          </button>
        </div>
        <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      </form>
      <Show when={reports.error}>{(error) => <ProblemNotice problem={problemIn(error())} />}</Show>
      <Show when={reports.data} fallback={!reports.error && <Skeleton lines={4} />}>
        <Show when={latest()} fallback={<p class="muted">Not tested yet.</p>}>
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
              <Findings findings={report().findings} project={project()} />
            </section>
          )}
        </Show>
      </Show>
    </>
  );
}
