import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Discovery, Endpoint, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Field } from '../../ui/field.tsx';
import { ConnectionProblem, type Trust } from './connection-problem.tsx';
import { ServerSearch } from './server-search.tsx';

const listOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** The host of an address, where it is one of the web. */
function hostIn(address: string): string | undefined {
  const url = /^https?:/i.test(address) ? address : `https://${address}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

type Place = { url?: string; email?: string; domain?: string; consentHosts?: string[] };

/** Adds an endpoint, or changes one. The server is asked before anything is kept. */
export function EndpointForm(props: { endpoint?: Endpoint; onDone: (endpoint: Endpoint) => void }): JSX.Element {
  const client = useQueryClient();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);
  const start = props.endpoint;
  const values = {
    name: start?.name ?? '',
    domains: start?.domains.join(', ') ?? '',
    hosts: start?.consentHosts.join(', ') ?? '',
    password: '',
    useImpersonation: start?.useImpersonation ?? false,
  };
  const [address, setAddress] = createSignal(start?.url ?? '');
  const [search, setSearch] = createSignal<Discovery>();
  const [consents, setConsents] = createSignal<readonly string[]>([]);
  const [trusted, setTrusted] = createSignal<Readonly<Record<string, string>>>({});
  const trust = () => (Object.keys(trusted()).length > 0 ? { trustedCertificates: { ...trusted() } } : {});
  const [username, setUsername] = createSignal(start?.username ?? '');
  // What is kept sealed belongs to the name that it came with.
  const needsPassword = () => username() !== '' && !(start?.hasPassword && username() === start.username);
  const wrong = (path: string) => problem()?.errors?.find((part) => part.path.startsWith(path))?.message;

  const isSame = () => start !== undefined && address().trim() === start.url;
  const changeAddress = (text: string) => {
    setAddress(text);
    setSearch();
    setConsents([]);
    setTrusted({});
  };

  /** Where the server is; undefined while a person still has to look at what was found. */
  const place = async (): Promise<Place | undefined> => {
    if (isSame()) return { consentHosts: listOf(values.hosts) };
    const shown = search();
    if (!shown?.ewsUrl || shown.problem) {
      const { password } = values;
      const found = await read(
        api.endpoints.discover.$post({
          json: {
            address: address(),
            consentHosts: [...consents()],
            ...trust(),
            ...(username() && { username: username() }),
            ...(password && { password }),
          },
        }),
      );
      // An address that was given as it is needs no second look.
      if (found.ewsUrl !== null && found.foundFrom === null) return { url: found.ewsUrl };
      setSearch(found);
      // The host that was consented to a moment ago has been looked at.
      const isConsented = found.ewsUrl !== null && consents().includes(new URL(found.ewsUrl).hostname);
      if (found.problem !== null || !isConsented) return undefined;
    }
    const foundFrom = search()?.foundFrom ?? '';
    const consentHosts = [...consents()];
    return foundFrom.includes('@') ? { email: foundFrom, consentHosts } : { domain: foundFrom, consentHosts };
  };

  const submit = async () => {
    setBusy(true);
    setProblem();
    const { password } = values;
    const json = {
      name: values.name,
      domains: listOf(values.domains),
      useImpersonation: values.useImpersonation,
      ...trust(),
      ...(password && username() && { credentials: { username: username(), password } }),
    };
    // Then this endpoint has no administrator any more.
    const isEmptied = Boolean(start?.username) && username() === '';
    try {
      const where = await place();
      if (where === undefined) return;
      const endpoint = start
        ? await read(
            api.endpoints[':id'].$patch({
              param: { id: start.id },
              query: {},
              json: { ...json, ...where, ...(isEmptied && { credentials: null }) },
            }),
          )
        : await read(api.endpoints.$post({ query: {}, json: { ...json, ...where } }));
      await client.invalidateQueries({ queryKey: keys.endpoints });
      props.onDone(endpoint);
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };

  /** Asks again, with a certificate that is trusted from now on. */
  const trustAndSubmit = ({ host, sha256 }: Trust) => {
    const name = host ?? hostIn(address());
    if (name === undefined) return;
    setTrusted({ ...trusted(), [name]: sha256 });
    void submit();
  };

  /** What the button does next. */
  const word = () => {
    const shown = search();
    if (!isSame() && shown === undefined) return 'Find the server';
    const isOpen = shown?.problem && !(shown.ewsUrl && shown.consentHosts.every((host) => consents().includes(host)));
    if (!isSame() && isOpen) return 'Search again';
    return start ? 'Save' : 'Add endpoint';
  };

  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label="Name" wrong={wrong('name')}>
        {(control) => (
          <input
            {...control()}
            class="input"
            required
            placeholder="Old provider"
            value={values.name}
            onInput={(event) => (values.name = event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        label="Exchange address, web mail address, domain or e-mail"
        hint="With a domain or an e-mail address the server is searched for."
        wrong={wrong('url') ?? wrong('email') ?? wrong('domain') ?? wrong('address')}
      >
        {(control) => (
          <input
            {...control()}
            class="input"
            required
            inputmode="email"
            autocapitalize="none"
            spellcheck={false}
            placeholder="customer.example"
            value={address()}
            onInput={(event) => changeAddress(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="Your domains there" hint="Optional; parted by commas." wrong={wrong('domains')}>
        {(control) => (
          <input
            {...control()}
            class="input"
            placeholder="customer.example"
            value={values.domains}
            onInput={(event) => (values.domains = event.currentTarget.value)}
          />
        )}
      </Field>
      <Show when={isSame()}>
        <Field
          label="More hosts of the provider"
          hint="Optional: where mailboxes move within the provider, these may be given the password too."
          wrong={wrong('consentHosts')}
        >
          {(control) => (
            <input
              {...control()}
              class="input"
              autocapitalize="none"
              spellcheck={false}
              placeholder="mail2.provider.example"
              value={values.hosts}
              onInput={(event) => (values.hosts = event.currentTarget.value)}
            />
          )}
        </Field>
      </Show>
      <Field
        label="Administrator’s user name"
        hint="Optional: an account that may open every mailbox. Without it each mailbox needs its own password."
        wrong={wrong('credentials.username')}
      >
        {(control) => (
          <input
            {...control()}
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
        {(control) => (
          <input
            {...control()}
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
          <span class="small muted line">
            Faster: each mailbox is throttled by itself. The account needs the role ApplicationImpersonation.
          </span>
        </span>
      </label>
      <Show when={search()}>
        {(value) => (
          <ServerSearch
            search={value()}
            consents={consents()}
            isBusy={isBusy()}
            onTrust={trustAndSubmit}
            onConsent={(host, isGiven) =>
              setConsents((hosts) => (isGiven ? [...hosts, host] : hosts.filter((other) => other !== host)))
            }
          />
        )}
      </Show>
      <Show when={problem()}>
        {(value) => <ConnectionProblem problem={value()} isBusy={isBusy()} onTrust={trustAndSubmit} />}
      </Show>
      <div class="form-actions">
        <button type="submit" class="button primary" disabled={isBusy()}>
          {isBusy() ? 'Asking the server …' : word()}
        </button>
      </div>
    </form>
  );
}
