import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Match, Show, Suspense, Switch, createEffect, createSignal, lazy, on } from 'solid-js';
import type { ListRules } from '../../../../worker/lib/mailbox-list/judge-list.ts';
import type { Verdict } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import { isRefused } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import type { MailboxImport, Problem, Project } from '../../../api.ts';
import { api, problemIn, read } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { keys } from '../../../lib/query-keys.ts';
import { button } from '../../../ui/button.ts';
import { Icon } from '../../../ui/icon.tsx';
import { Notice, ProblemNotice, Skeleton } from '../../../ui/parts.tsx';
import { showToast } from '../../../ui/toast.tsx';
import styles from './bulk-add.module.css';
import { createMailboxList } from './create-list.ts';
import { ListInput } from './list-input.tsx';
import type { SessionFacts } from './list-session.ts';

// What shows a list comes once there is one.
const ListPreview = lazy(async () => ({ default: (await import('./list-preview.tsx')).ListPreview }));
const PeoplePicker = lazy(async () => ({ default: (await import('./people-picker.tsx')).PeoplePicker }));

const mailboxesWords = (count: number) => counted(count, 'mailbox', 'mailboxes');
const rowsWords = (count: number) => counted(count, 'row', 'rows');

/** The project with so many more mailboxes, none of which has been started. */
function withMore(project: Project, count: number): Project {
  const { counters } = project;
  return {
    ...project,
    counters: { ...counters, notStarted: counters.notStarted + count, total: counters.total + count },
  };
}

/** From a list to mailboxes: what each row comes to, what is wrong with it, and the one button that adds them. */
export function BulkAdd(props: { project: Project; facts: SessionFacts }): JSX.Element {
  const client = useQueryClient();
  const list = createMailboxList();
  const domain = () => props.project.destination.domains[0];
  const [rules, setRules] = createSignal<ListRules>(domain() ? { pattern: `{local}@${domain()!}` } : {});
  const [filter, setFilter] = createSignal<Verdict>();
  const [problem, setProblem] = createSignal<Problem>();
  const [isListing, setListing] = createSignal(false);
  const [isSaving, setSaving] = createSignal(false);
  const [done, setDone] = createSignal<MailboxImport>();
  let place!: HTMLDivElement;
  /** What had the focus may have gone with the step before: the focus goes on to what comes next. */
  const goOn = (selector: string) => {
    if (document.activeElement === document.body) place.querySelector<HTMLElement>(selector)?.focus();
  };
  // The same for each try to add the same rows: however often it is sent, they are added once.
  let attempt = crypto.randomUUID();

  createEffect(
    on(
      () => props.facts,
      (facts) => list.view() && void list.run({ type: 'facts', facts }),
      { defer: true },
    ),
  );
  const change = (command: Parameters<typeof list.run>[0]) => {
    attempt = crypto.randomUUID();
    setProblem();
    return list.run(command);
  };
  const refused = () => list.view()?.rows.filter(({ verdict }) => isRefused(verdict)).length ?? 0;
  const good = () => (list.view()?.rows.length ?? 0) - refused();
  const open = (source: ArrayBuffer | string) => {
    setDone();
    void change({ type: 'open', source, facts: props.facts, rules: rules() }).then(() =>
      goOn('[aria-pressed], textarea'),
    );
  };

  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.mailboxes(props.project.id) });
    void client.invalidateQueries({ queryKey: keys.project(props.project.id) });
    void client.invalidateQueries({ queryKey: keys.waves(props.project.id) });
  };
  const undo = async (id: string) => {
    try {
      await read(api['mailbox-imports'][':id'].undo.$post({ param: { id } }));
      setDone();
      goOn('textarea');
      showToast('The mailboxes are removed again.');
    } catch (error) {
      setProblem(problemIn(error));
    }
    refresh();
  };
  const save = async () => {
    if (isSaving()) return;
    setSaving(true);
    setProblem();
    try {
      const taken = await list.run({ type: 'take' });
      if (!('mailboxes' in taken)) return;
      const added = await read(
        api.projects[':id'].mailboxes.import.$post({
          param: { id: props.project.id },
          header: { 'idempotency-key': attempt },
          json: { rows: taken.mailboxes },
        }),
      );
      setDone(added);
      // Who opens the project now sees them counted, and its plan as it is with them.
      client.setQueryData<Project>(
        keys.project(props.project.id),
        (known) => known && withMore(known, added.mailboxCount),
      );
      list.close();
      setFilter();
      goOn('a');
      attempt = crypto.randomUUID();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setSaving(false);
      refresh();
    }
  };
  return (
    <div class={styles.steps} ref={place}>
      <Show when={!list.view() && problem()}>{(trouble) => <ProblemNotice problem={trouble()} />}</Show>
      <Show when={done()}>
        {(added) => (
          <Notice icon="check-circle" iconClass="tone-ok" role="status">
            <strong>{mailboxesWords(added().mailboxCount)} added.</strong>
            <span class="row wrap">
              <a class={button('primary')} href={`/projects/${props.project.id}`}>
                Open the project
              </a>
              <button type="button" class={button()} onClick={() => void undo(added().id)}>
                <Icon name="undo" /> Undo
              </button>
            </span>
          </Notice>
        )}
      </Show>
      <Switch
        fallback={
          <ListInput
            refusal={list.refusal()}
            isBusy={list.isBusy()}
            endpoint={{ ...props.project.source, hasAdministrator: props.facts.source.hasAdministrator }}
            onRefuse={list.refuse}
            onOpen={open}
            onList={() => {
              setDone();
              setListing(true);
            }}
          />
        }
      >
        <Match when={isListing() && !list.view()}>
          <Suspense fallback={<Skeleton lines={5} height={50} />}>
            <PeoplePicker
              projectId={props.project.id}
              facts={props.facts}
              onChoose={(source) => {
                setListing(false);
                open(source);
              }}
              onBack={() => {
                setListing(false);
                goOn('textarea');
              }}
            />
          </Suspense>
        </Match>
        <Match when={list.view()}>
          {(view) => (
            <Suspense fallback={<Skeleton lines={5} height={50} />}>
              <ListPreview
                view={view()}
                rules={rules()}
                filter={filter()}
                onFilter={setFilter}
                onRules={(next) => {
                  setRules(next);
                  void change({ type: 'rules', rules: next });
                }}
                onChange={(command) => void change(command)}
                onShown={() => goOn('[aria-pressed]')}
              />
              <div class={styles.save}>
                {/* Beside the button that was pressed: the top of the page may be out of sight. */}
                <Show when={problem()}>
                  {(trouble) => (
                    <div class={styles.trouble}>
                      <ProblemNotice problem={trouble()} />
                    </div>
                  )}
                </Show>
                <span class="grow small muted" role="status">
                  {refused() > 0
                    ? `${rowsWords(refused())} cannot be added and ${refused() === 1 ? 'is' : 'are'} left out.`
                    : `${view().rows.length === 1 ? '' : 'All '}${rowsWords(view().rows.length)} can be added.`}
                </span>
                <button
                  type="button"
                  class={button()}
                  disabled={isSaving()}
                  onClick={() => {
                    list.close();
                    goOn('textarea');
                  }}
                >
                  Another list
                </button>
                <button
                  type="button"
                  class={button('primary')}
                  disabled={good() === 0}
                  aria-disabled={isSaving() || undefined}
                  onClick={() => void save()}
                >
                  {isSaving() ? 'Adding …' : `Add ${mailboxesWords(good())}`}
                </button>
              </div>
            </Suspense>
          )}
        </Match>
      </Switch>
    </div>
  );
}
