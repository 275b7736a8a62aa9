import { A, useLocation, useNavigate, useParams } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import {
  Match,
  Show,
  Suspense,
  Switch,
  createEffect,
  createMemo,
  createSignal,
  lazy,
  onCleanup,
  untrack,
} from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Problem } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { formatPercent } from '../../lib/format.ts';
import { setSocketState } from '../../lib/link-state.ts';
import { createLive } from '../../live.ts';
import { createShortcut } from '../../ui/shortcuts.ts';
import { createIsPhone } from '../../lib/is-phone.ts';
import { createTitle } from '../../lib/title.ts';
import { Icon } from '../../ui/icon.tsx';
import { Later } from '../../ui/later.tsx';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createRequestActions } from '../credential-requests/queries.ts';
import { RequestStrip } from '../credential-requests/request-strip.tsx';
import { EditMenu } from '../mailboxes/edits/edit-menu.tsx';
import { isLeaving } from '../mailboxes/edits/removal.ts';
import { MailboxTable } from '../mailboxes/mailbox-table.tsx';
import { createMailboxesQuery } from '../mailboxes/queries.ts';
import type { Handed } from '../notices/notify-values.ts';
import { PlanLine } from '../plan/plan-line.tsx';
import type { Press } from '../plan/step-action.tsx';
import { FilterMenu } from '../saved-filters/filter-menu.tsx';
import { StartMenu } from '../passes/start-menu.tsx';
import { createPassActions } from '../passes/queries.ts';
import { createMeQuery } from '../session/queries.ts';
import { ArchivedNotice, ProjectMore } from './project-more.tsx';
import { CounterStrip } from './counter-strip.tsx';
import { CustomerLine } from './customer-line.tsx';
import { Crossing } from './crossing.tsx';
import { overallOf, sumMailboxes } from './overall.ts';
import type { ProjectDialog } from './project-dialogs.tsx';
import { ProjectDialogs } from './project-dialogs.tsx';
import { OptionsLine } from './options/options-line.tsx';
import styles from './project-page.module.css';
import { NO_FILTER, createMailboxFilter, factsOf, filterIn, matcherOf, wordsOfFilter } from './mailbox-filter.ts';
import { ProjectSummary } from './project-summary.tsx';
import { createProjectQuery } from './queries.ts';
import { TagStrip } from './tag-strip.tsx';
import { WaveStrip } from './wave-strip.tsx';
import { button } from '../../ui/button.ts';
import page from '../../ui/page.module.css';

// What opens over the page or beside it comes when it is opened.
const MailboxPanel = lazy(async () => ({ default: (await import('../mailboxes/mailbox-panel.tsx')).MailboxPanel }));

export default function ProjectPage(): JSX.Element {
  const params = useParams<{ id: string; mailboxId?: string }>();
  const navigate = useNavigate();
  const location = useLocation();
  const client = useQueryClient();
  const project = createProjectQuery(() => params.id);
  const mailboxes = createMailboxesQuery(() => params.id);
  const { filter, set: setFilter } = createMailboxFilter();
  const [selected, setSelected] = createSignal<ReadonlySet<string>>(new Set<string>());
  const [dialog, setDialog] = createSignal<ProjectDialog>();
  const me = createMeQuery();
  const mayShare = () => can(me.data?.role ?? 'agent', 'project.share');
  const mayEdit = () => can(me.data?.role ?? 'agent', 'mailbox.update');
  const mayNotify = () => can(me.data?.role ?? 'agent', 'notice.manage');
  /** An archived one can be read; it takes, changes and sends nothing. */
  const isInUse = () => project.data?.archivedAt === null;
  const addPage = () => `/projects/${params.id}/mailboxes/add`;
  /** Who is notified, unless one chooses others there. */
  const handed = (): Handed => {
    if (selected().size > 0) return { mailboxIds: [...selected()] };
    const { kind, tag, wave, state, q = '' } = filter();
    if (kind || tag || wave) return { mailboxIds: shown().map(({ id }) => id) };
    return { ...(state && { state }), q: q.trim() };
  };
  /** What a step of the plan asks of this page. */
  const press = (what: Press) => {
    if (what.press === 'show-mailboxes') setFilter({ ...NO_FILTER, state: what.mailboxes });
    else setDialog(what.press === 'start-pass' ? { start: what.pass } : what.press);
  };
  const [problem, setProblem] = createSignal<Problem>();
  const live = createLive(client, params.id);
  createEffect(() => setSocketState(live.state()));
  onCleanup(() => setSocketState('idle'));

  const actions = createPassActions(() => params.id, setProblem);
  const requests = createRequestActions(() => params.id, setProblem);
  const all = createMemo(() => [...(mailboxes.data?.values() ?? [])].filter(({ id }) => !isLeaving(id)));
  // How far it is, at a glance from another tab.
  const progressTitle = createMemo(() => {
    const { data } = project;
    if (!data || data.counters.running === 0) return undefined;
    return formatPercent(overallOf({ counters: data.counters, totals: sumMailboxes(all()) }).fraction);
  });
  createTitle(() => [progressTitle(), project.data?.name]);
  const shown = createMemo(() => all().filter(matcherOf(filter())));
  const open = createMemo(() => (params.mailboxId ? mailboxes.data?.get(params.mailboxId) : undefined));
  const show = (id?: string) =>
    navigate(`/projects/${params.id}${id ? `/mailboxes/${id}` : ''}${location.search}`, {
      scroll: false,
      // Going through mailboxes with the panel open is one step back, not fifty.
      replace: Boolean(id && params.mailboxId),
    });

  // A panel that is open from the start covers the page of a phone: what is behind it is drawn once it can be seen.
  const isPhone = createIsPhone();
  const [isBehind, setBehind] = createSignal(params.mailboxId !== undefined && untrack(isPhone));
  createEffect(() => {
    const isCovered = open() !== undefined || (mailboxes.isPending && !mailboxes.error);
    if (!isPhone() || params.mailboxId === undefined || !isCovered) setBehind(false);
  });

  createShortcut('options', () => navigate(`/projects/${params.id}/options`));

  return (
    <Switch
      fallback={
        <div class={page.page}>
          <Skeleton lines={5} height={70} />
        </div>
      }
    >
      <Match when={project.error && !project.data}>
        <div class={page.page}>
          <ProblemNotice problem={problemIn(project.error)} onRetry={() => void project.refetch()} />
        </div>
      </Match>
      <Match when={project.data}>
        {(value) => (
          <div class={`${page.page} ${styles.page}`}>
            <Show when={!isBehind()}>
              <div class="stack">
                <header class={styles.head}>
                  <div class={styles.title}>
                    <h1 class="truncate">{value().name}</h1>
                    <div class={styles.ends}>
                      <CustomerLine project={value()} />
                      <Crossing project={value()} />
                    </div>
                    <OptionsLine project={value()} />
                  </div>
                  <div class={styles.actions}>
                    {/* All that is below comes after it, and does not move. */}
                    <Later>
                      <a class={`${button()} ${styles.options}`} href={`/projects/${params.id}/activity`}>
                        <Icon name="clock" /> <span>Activity</span>
                      </a>
                      <a class={`${button()} ${styles.options}`} href={`/projects/${params.id}/options`}>
                        <Icon name="settings" /> <span>Options</span>
                      </a>
                      <Show when={mayShare()}>
                        <button
                          type="button"
                          class={`${button()} ${styles.options}`}
                          onClick={() => setDialog('access')}
                        >
                          <Icon name="people" /> <span>Access</span>
                        </button>
                      </Show>
                      <Show when={mayNotify() && isInUse()}>
                        <A
                          class={`${button()} ${styles.options}`}
                          href={`/projects/${params.id}/notify`}
                          state={handed()}
                          aria-label="Notify users"
                        >
                          <Icon name="send" /> <span>Notify</span>
                        </A>
                      </Show>
                      <ProjectMore project={value()} class={`${button()} ${styles.options}`} />
                      <Show when={mayEdit() && isInUse()}>
                        <EditMenu
                          projectId={value().id}
                          projectName={value().name}
                          mailboxes={all()}
                          shown={shown()}
                          selected={selected()}
                        />
                      </Show>
                      <Show when={isInUse()}>
                        <a class={button()} href={addPage()} aria-label="Add mailboxes">
                          <Icon name="plus" />
                          <span>
                            Add<span class={styles.long}> mailboxes</span>
                          </span>
                        </a>
                        <StartMenu
                          mailboxes={all()}
                          shown={shown()}
                          selected={selected()}
                          actions={actions}
                          onChoose={(start) => setDialog({ start })}
                        />
                      </Show>
                    </Later>
                  </div>
                  <Show when={isInUse()}>
                    <Later>
                      <PlanLine project={value()} onPress={press} />
                    </Later>
                  </Show>
                </header>
                <ArchivedNotice project={value()} />
                <Show when={problem()}>{(trouble) => <ProblemNotice problem={trouble()} />}</Show>
                <Show when={mailboxes.error}>
                  <ProblemNotice
                    problem={problemIn(mailboxes.error)}
                    tone={mailboxes.data ? 'wait' : 'bad'}
                    onRetry={() => void mailboxes.refetch()}
                  />
                </Show>
                <Later>
                  <ProjectSummary project={value()} mailboxes={all()} rates={live.rates()} speeds={live.speeds()} />
                </Later>
              </div>
            </Show>
            <Show when={!isBehind()}>
              <Later>
                <div class={styles.filters}>
                  <CounterStrip
                    counters={value().counters}
                    filter={filter().state}
                    onFilter={(state) => setFilter({ state })}
                    query={filter().q ?? ''}
                    onQuery={(q) => setFilter({ q })}
                  >
                    <FilterMenu
                      filter={factsOf(filter())}
                      words={wordsOfFilter}
                      onApply={(facts) => setFilter({ ...NO_FILTER, ...filterIn(facts) })}
                    />
                  </CounterStrip>
                  <RequestStrip
                    projectName={value().name}
                    mailboxes={all()}
                    shown={shown()}
                    selected={selected()}
                    filter={filter().kind}
                    onFilter={(kind) => setFilter({ kind })}
                    actions={requests}
                  />
                  <div class={styles.groups}>
                    <WaveStrip mailboxes={all()} wave={filter().wave} onWave={(wave) => setFilter({ wave })} />
                    <TagStrip mailboxes={all()} tag={filter().tag} onTag={(tag) => setFilter({ tag })} />
                  </div>
                </div>
              </Later>
            </Show>
            <Later>
              <div class={styles.work} classList={{ [styles.withPanel!]: open() !== undefined }}>
                <Switch>
                  <Match when={!isBehind() && mailboxes.isPending && !mailboxes.error}>
                    <Skeleton lines={6} height={44} />
                  </Match>
                  <Match when={!isBehind() && mailboxes.data?.size === 0}>
                    <div class="card">
                      <Empty icon="inbox" title="No mailbox yet">
                        <Show
                          when={isInUse()}
                          fallback={<p>The project was archived before it had a mailbox. Restore it to add some.</p>}
                        >
                          <p>Paste a list of source and destination addresses, or drop a file.</p>
                          <a class={button('primary')} href={addPage()}>
                            <Icon name="plus" /> Add mailboxes
                          </a>
                        </Show>
                      </Empty>
                    </div>
                  </Match>
                  <Match when={!isBehind() && mailboxes.data}>
                    <MailboxTable
                      mailboxes={shown()}
                      openId={params.mailboxId}
                      selected={selected()}
                      onSelect={setSelected}
                      onOpen={show}
                    />
                  </Match>
                </Switch>
                <Show when={open()} keyed={false}>
                  {(mailbox) => (
                    <Suspense>
                      <MailboxPanel mailbox={mailbox()} actions={actions} onClose={() => show()} />
                    </Suspense>
                  )}
                </Show>
              </div>
            </Later>
            <ProjectDialogs
              open={dialog()}
              project={value()}
              mailboxes={all()}
              shown={shown()}
              selected={selected()}
              passes={actions}
              requests={requests}
              onClose={() => setDialog()}
            />
          </div>
        )}
      </Match>
    </Switch>
  );
}
