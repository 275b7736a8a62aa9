import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Endpoint, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Field, ProblemNotice } from '../../ui/parts.tsx';

/** Adds an endpoint, or changes one. The server is asked before anything is kept. */
export function EndpointForm(props: { endpoint?: Endpoint; onDone: (endpoint: Endpoint) => void }): JSX.Element {
  const client = useQueryClient();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const start = props.endpoint;
  const values = {
    name: start?.name ?? '',
    url: start?.url ?? '',
    domains: start?.domains.join(', ') ?? '',
    password: '',
    useImpersonation: start?.useImpersonation ?? false,
  };
  const [username, setUsername] = createSignal(start?.username ?? '');
  // What is kept sealed belongs to the name that it came with.
  const needsPassword = () => username() !== '' && !(start?.hasPassword && username() === start.username);
  const wrong = (path: string) => problem()?.errors?.find((part) => part.path.startsWith(path))?.message;

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem();
    const { password } = values;
    const json = {
      name: values.name,
      url: values.url,
      domains: values.domains.split(/[\s,;]+/).filter(Boolean),
      useImpersonation: values.useImpersonation,
      ...(password && username() && { credentials: { username: username(), password } }),
    };
    // Then this endpoint has no administrator any more.
    const isEmptied = Boolean(start?.username) && username() === '';
    try {
      const endpoint = start
        ? await read(
            api.endpoints[':id'].$patch({
              param: { id: start.id },
              query: {},
              json: { ...json, ...(isEmptied && { credentials: null }) },
            }),
          )
        : await read(api.endpoints.$post({ query: {}, json }));
      await client.invalidateQueries({ queryKey: keys.endpoints });
      props.onDone(endpoint);
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      <Field label="Name" wrong={wrong('name')}>
        {(id) => (
          <input
            id={id}
            class="input"
            required
            placeholder="Old provider"
            value={values.name}
            onInput={(event) => (values.name = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        label="Address of the server"
        hint="The EWS address, the web mail’s, or just the host name."
        wrong={wrong('url')}
      >
        {(id) => (
          <input
            id={id}
            class="input"
            required
            inputmode="url"
            placeholder="https://mail.provider.example/EWS/Exchange.asmx"
            value={values.url}
            onInput={(event) => (values.url = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Your domains there" hint="Optional; parted by commas." wrong={wrong('domains')}>
        {(id) => (
          <input
            id={id}
            class="input"
            placeholder="customer.example"
            value={values.domains}
            onInput={(event) => (values.domains = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        label="Administrator’s user name"
        hint="Optional: an account that may open every mailbox. Without it each mailbox needs its own password."
        wrong={wrong('credentials.username')}
      >
        {(id) => (
          <input
            id={id}
            class="input"
            autocomplete="off"
            value={username()}
            onInput={(event) => setUsername(event.currentTarget.value.trim())}
          />
        )}
      </Field>
      <Field
        label="Administrator’s password"
        hint={start?.hasPassword ? 'Kept sealed. Fill it in only to change it.' : 'Kept sealed; never shown again.'}
        wrong={wrong('credentials.password')}
      >
        {(id) => (
          <input
            id={id}
            class="input"
            type="password"
            autocomplete="new-password"
            required={needsPassword()}
            onInput={(event) => (values.password = event.currentTarget.value)}
          />
        )}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={values.useImpersonation}
          onChange={(event) => (values.useImpersonation = event.currentTarget.checked)}
        />
        <span>
          Impersonate the owners
          <span class="small muted" style={{ display: 'block' }}>
            Faster: each mailbox is throttled by itself. The account needs the role ApplicationImpersonation.
          </span>
        </span>
      </label>
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled={isBusy()}>
          {isBusy() ? 'Asking the server …' : start ? 'Save' : 'Add endpoint'}
        </button>
      </div>
    </form>
  );
}
