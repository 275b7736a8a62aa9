import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { can } from '../../../worker/lib/permissions.ts';
import { Check } from '../../ui/check.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import { Notice, ProblemNotice } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import { CertificateFacts } from './certificate-facts.tsx';
import styles from './connection-problem.module.css';
import { button } from '../../ui/button.ts';

/** What is trusted where: the host, and the fingerprint of its certificate. */
export type Trust = { host: string | undefined; sha256: string };

/** Why a server could not be connected to, with its certificate where that is the reason, and the way to trust it. */
export function ConnectionProblem(props: {
  problem: Problem;
  tone?: 'bad' | 'wait';
  isBusy?: boolean;
  onTrust?: (trust: Trust) => void;
}): JSX.Element {
  return (
    <div class="stack">
      <ProblemNotice problem={props.problem} tone={props.tone ?? 'bad'} />
      <Show when={props.problem.certificate}>
        {(certificate) => (
          <>
            <CertificateFacts certificate={certificate()} host={props.problem.host} reasons={props.problem.reasons} />
            <Show when={props.onTrust}>
              {(trust) => (
                <TrustCertificate
                  isBusy={props.isBusy ?? false}
                  onTrust={() => trust()({ host: props.problem.host, sha256: certificate().sha256 })}
                />
              )}
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

/** Trust in exactly one certificate, which takes a comparison first. */
function TrustCertificate(props: { isBusy: boolean; onTrust: () => void }): JSX.Element {
  const me = createMeQuery();
  const [isAsked, setAsked] = createSignal(false);
  const [isCompared, setCompared] = createSignal(false);
  const mayTrust = () => me.data !== undefined && can(me.data.role, 'endpoint.trust');
  return (
    <Show
      when={mayTrust()}
      fallback={<p class="small muted">An owner or manager of your workgroup may trust exactly this certificate.</p>}
    >
      <div ref={(box) => keepFocus(box, 'first')}>
        <Show
          when={isAsked()}
          fallback={
            <div>
              <button type="button" class={button()} onClick={() => setAsked(true)}>
                Trust exactly this certificate …
              </button>
            </div>
          }
        >
          <Notice tone="wait">
            <div class={styles.trust}>
              <strong>Whoever shows this certificate gets the password.</strong>
              <span>
                Compare the fingerprint with the one that the provider reads on the server itself. If they differ,
                someone may be intercepting the connection.
              </span>
              <Check checked={isCompared()} onChange={setCompared}>
                The fingerprint is the one on the server
              </Check>
              <div class="row">
                <button
                  type="button"
                  class={button('primary')}
                  disabled={!isCompared() || props.isBusy}
                  onClick={() => props.onTrust()}
                >
                  Trust this certificate
                </button>
                <button type="button" class={button('ghost')} onClick={() => setAsked(false)}>
                  Cancel
                </button>
              </div>
            </div>
          </Notice>
        </Show>
      </div>
    </Show>
  );
}
