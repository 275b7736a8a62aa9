import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, Suspense, createSignal, lazy } from 'solid-js';
import type { Endpoint } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Check } from '../../ui/check.tsx';
import type { InputAttributes } from '../../ui/text-input.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ConnectionProblem, type Trust } from './connection-problem.tsx';
import type { EndpointValues } from './endpoint-values.ts';
import { fieldOf, requestOf, valuesOf } from './endpoint-values.ts';
import { createServerSearch } from './find-server.ts';
import { ServerSearch } from './server-search.tsx';

const ProviderSearch = lazy(async () => ({
  default: (await import('../providers/provider-search.tsx')).ProviderSearch,
}));

/** The host of an address, where it is one of the web. */
function hostIn(address: string): string | undefined {
  const url = /^https?:/i.test(address) ? address : `https://${address}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** Adds an endpoint, or changes one. The server is asked before anything is kept. */
export function EndpointForm(props: { endpoint?: Endpoint; onDone: (endpoint: Endpoint) => void }): JSX.Element {
  const client = useQueryClient();
  const start = props.endpoint;
  const server = createServerSearch(start);
  const form = createApiForm({
    values: valuesOf(start),
    schema: async () => (await import('./endpoint-schema.ts')).schemaOf(start),
    fieldOf,
    submit: async (values) => {
      const where = await server.findPlace(values);
      if (where === undefined) return;
      const endpoint = await save({ ...requestOf(values), ...server.trust(), ...where }, values);
      await client.invalidateQueries({ queryKey: keys.endpoints });
      props.onDone(endpoint);
    },
  });
  const save = (json: ReturnType<typeof requestOf>, { username }: EndpointValues): Promise<Endpoint> => {
    if (!start) return read(api.endpoints.$post({ query: {}, json }));
    // Then this endpoint no longer has an administrator.
    const isEmptied = start.username !== null && username.trim() === '';
    return read(
      api.endpoints[':id'].$patch({
        param: { id: start.id },
        query: {},
        json: { ...json, ...(isEmptied && { credentials: null }) },
      }),
    );
  };
  const [isFinding, setFinding] = createSignal(false);
  const isSame = () => server.isSame(form.values().address);

  /** Asks again, with a certificate that is trusted from now on. */
  const trustAndSubmit = ({ host, sha256 }: Trust) => {
    const name = host ?? hostIn(form.values().address);
    if (name === undefined) return;
    server.trustCertificate(name, sha256);
    void form.submit();
  };

  /** What the button does next. */
  const nextStep = () => {
    // An address of the web is where the server is; others lead to it.
    const isKnown = isSame() || /^https?:/i.test(form.values().address.trim());
    if (!isKnown && server.search() === undefined) return 'Find the server';
    if (!isKnown && server.isOpen()) return 'Search again';
    return start ? 'Save' : 'Add endpoint';
  };

  type Text = Exclude<keyof EndpointValues, 'useImpersonation'>;
  const text = (name: Text, label: string, hint: string | undefined, attributes: InputAttributes) => (
    <TextInput
      {...attributes}
      label={label}
      hint={hint}
      value={form.values()[name]}
      wrong={form.wrong(name)}
      onChange={(value) => {
        if (name === 'address') server.forget();
        form.set(name, value);
      }}
    />
  );

  return (
    <Form
      form={form}
      submitLabel={nextStep()}
      busyLabel="Contacting the server …"
      showProblem={(problem) => (
        <ConnectionProblem problem={problem()} isBusy={form.isBusy()} onTrust={trustAndSubmit} />
      )}
    >
      {text('name', 'Name', undefined, { required: true, placeholder: 'Old provider' })}
      {text(
        'address',
        'Exchange server: URL, domain or e-mail address',
        'Enter the URL of EWS or of Outlook on the web. With a domain or an e-mail address, Mailferry searches for the server.',
        {
          required: true,
          inputmode: 'email',
          autocapitalize: 'none',
          spellcheck: false,
          placeholder: 'customer.example',
        },
      )}
      <button
        type="button"
        class={button()}
        aria-expanded={isFinding()}
        onClick={() => setFinding((isOpen) => !isOpen)}
      >
        <Icon name="search" /> Find my provider
      </button>
      <Show when={isFinding()}>
        <Suspense>
          <ProviderSearch
            onChoose={({ name, address }) => {
              server.forget();
              form.set('address', address);
              if (form.values().name.trim() === '') form.set('name', name);
              setFinding(false);
            }}
          />
        </Suspense>
      </Show>
      {text('domains', 'Mail domains', 'Optional. Separate several with commas.', { placeholder: 'customer.example' })}
      <Show when={isSame()}>
        {text(
          'hosts',
          'Other hosts of the provider',
          'Optional. If a mailbox moves within the provider, Mailferry may send the password to these hosts too.',
          { autocapitalize: 'none', spellcheck: false, placeholder: 'mail2.provider.example' },
        )}
      </Show>
      {text(
        'username',
        'Administrator’s user name',
        'Optional. An account that may open every mailbox. Without it, each mailbox needs its own password.',
        { autocomplete: 'off', autocapitalize: 'none', spellcheck: false },
      )}
      {text(
        'password',
        'Administrator’s password',
        start?.hasPassword
          ? 'Stored encrypted. Fill it in only to change it.'
          : 'Stored encrypted, and never shown again.',
        { type: 'password', autocomplete: 'new-password' },
      )}
      <Check
        checked={form.values().useImpersonation}
        onChange={(isOn) => form.set('useImpersonation', isOn)}
        hint="Faster, because the server throttles each mailbox separately. The account needs the role ApplicationImpersonation."
      >
        Impersonate mailbox owners
      </Check>
      <Show when={server.search()}>
        {(found) => (
          <ServerSearch
            search={found()}
            consents={server.consents()}
            isBusy={form.isBusy()}
            onTrust={trustAndSubmit}
            onConsent={server.consent}
          />
        )}
      </Show>
    </Form>
  );
}
