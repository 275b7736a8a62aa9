import { useQueryClient } from '@tanstack/solid-query';
import type { Accessor } from 'solid-js';
import { createSignal } from 'solid-js';
import type { Endpoint, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { showToast } from '../../ui/toast.tsx';

/** What is done with an endpoint where it is shown, one at a time. */
export function createEndpointActions(endpoint: Accessor<Endpoint>) {
  const client = useQueryClient();
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<Problem>();
  /** True when it worked; the problem is shown otherwise. */
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (isBusy()) return false;
    const { id } = endpoint();
    setBusy(true);
    setProblem();
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(problemIn(error));
      return false;
    } finally {
      setBusy(false);
      for (const queryKey of [keys.endpoints, keys.endpoint(id), keys.reports(id)])
        void client.invalidateQueries({ queryKey });
    }
  };
  const param = () => ({ id: endpoint().id });
  const trust = (host: string, sha256: string | null) =>
    act(() =>
      read(
        api.endpoints[':id'].$patch({
          param: param(),
          query: {},
          json: { trustedCertificates: { [host]: sha256 } },
        }),
      ),
    );
  return {
    isBusy,
    problem,
    act,
    trust,
    /** Tests the connection; with a mailbox also the rights. */
    probe: (mailbox = '') => {
      // The body is optional, and typed as none.
      const request = { param: param(), json: mailbox.trim() === '' ? {} : { mailbox: mailbox.trim() } };
      return act(() => read(api.endpoints[':id'].probe.$post(request)));
    },
    endTrust: async (host: string) => {
      const before = endpoint().trustedCertificates[host];
      if ((await trust(host, null)) && before !== undefined)
        showToast(`The certificate of ${host} is no longer trusted.`, () => void trust(host, before));
    },
  };
}

/** Why there is no connection, where that is known. */
export function failureOf({ health, problem }: Endpoint): Problem | undefined {
  return health === 'failing' && problem ? { ...problem, status: 422 } : undefined;
}
