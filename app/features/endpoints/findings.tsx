import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { CHECK_TITLES, type Finding, type FindingChange, type ProbeState } from '../../../worker/lib/probe-checks.ts';
import { SCRIPTS } from '../../../worker/lib/script-facts.ts';
import { counted } from '../../lib/counted.ts';
import { localizeInstants } from '../../lib/format.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './findings.module.css';

const LOOKS = {
  failed: { tone: 'bad', icon: 'failed', word: 'Failed' },
  warning: { tone: 'wait', icon: 'warning', word: 'Warning' },
  unknown: { tone: 'idle', icon: 'help', word: 'Not known' },
  ok: { tone: 'ok', icon: 'check', word: 'OK' },
} as const;

/** What needs a person comes first; what is well, and what was not tested, takes little room. */
const ORDER: readonly ProbeState[] = ['failed', 'warning', 'ok', 'unknown'];

/** A project that uses the endpoint: the scripts for its administrator are written there. */
type Project = { id: string; side: 'source' | 'destination' };

/** The findings of a test. */
export function Findings(props: { findings: readonly Finding[]; project: Project | undefined }): JSX.Element {
  const inOrder = () => ORDER.flatMap((state) => props.findings.filter((finding) => finding.state === state));
  return (
    <ul class={styles.list} aria-label="Findings">
      <For each={inOrder()}>
        {(finding) => (
          <li class={styles.finding} data-check={finding.check} data-state={finding.state}>
            <span class={`${styles.icon} tone-${LOOKS[finding.state].tone}`}>
              <Icon name={LOOKS[finding.state].icon} />
              <span class="visually-hidden">{LOOKS[finding.state].word}: </span>
            </span>
            <div class={styles.words}>
              <strong>{CHECK_TITLES[finding.check]}</strong>
              <span>{localizeInstants(finding.sentence)}</span>
              <Show when={finding.remedy}>{(remedy) => <span class="muted">{remedy()}</span>}</Show>
              <Show when={finding.scriptId}>
                {(scriptId) => (
                  <Show
                    when={props.project}
                    fallback={<span class="small muted">Script: {SCRIPTS[scriptId()].title}</span>}
                  >
                    {(project) => (
                      <a
                        class="plain-link"
                        href={`/projects/${project().id}/scripts?script=${scriptId()}&side=${project().side}`}
                      >
                        Script: {SCRIPTS[scriptId()].title}
                      </a>
                    )}
                  </Show>
                )}
              </Show>
            </div>
          </li>
        )}
      </For>
    </ul>
  );
}

/** What is different from the test before. */
export function Changes(props: { changes: readonly FindingChange[] }): JSX.Element {
  return (
    <Show when={props.changes.length > 0}>
      <section class="stack tight" aria-label="Changes since the last test">
        <h3>Changes since the last test</h3>
        <ul class={styles.list}>
          <For each={props.changes}>
            {({ check, before, after }) => (
              <li class={styles.finding}>
                <span class={`${styles.icon} tone-${LOOKS[after.state].tone}`}>
                  <Icon name={LOOKS[after.state].icon} />
                  <span class="visually-hidden">{LOOKS[after.state].word}: </span>
                </span>
                <div class={styles.words}>
                  <strong>{CHECK_TITLES[check]}</strong>
                  <span>{localizeInstants(after.sentence)}</span>
                  <span class="small muted">Before: {localizeInstants(before.sentence)}</span>
                </div>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

/** `2 failed, 1 warning`, or that all is well. */
export function summaryOf(findings: readonly Finding[]): string {
  const count = (state: ProbeState) => findings.filter((finding) => finding.state === state).length;
  const [failed, warnings] = [count('failed'), count('warning')];
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning', 'warnings')] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'All is well';
}
