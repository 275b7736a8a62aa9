import { useParams } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { For, Match, Show, Suspense, Switch, createSignal, lazy } from 'solid-js';
import { can } from '../../../worker/lib/permissions.ts';
import type { Wave } from '../../api.ts';
import { problemIn } from '../../api.ts';
import { counted } from '../../lib/counted.ts';
import { createTitle } from '../../lib/title.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { keepFocus } from '../../ui/keep-focus.ts';
import page from '../../ui/page.module.css';
import { Empty, ProblemNotice, Skeleton } from '../../ui/parts.tsx';
import { createProjectQuery } from '../projects/queries.ts';
import { createMeQuery } from '../session/queries.ts';
import { createWaveActions, createWavesQuery } from './queries.ts';
import { cutoverWords, plannedWords } from './wave-words.ts';
import styles from './waves.module.css';

// With the code of forms and the rules of time zones.
const WaveDialog = lazy(async () => ({ default: (await import('./wave-dialog.tsx')).WaveDialog }));

/** The waves of a project: which mailboxes cut over together, and when. */
export default function WavesPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const project = createProjectQuery(() => params.id);
  const waves = createWavesQuery(() => params.id);
  const actions = createWaveActions(() => params.id);
  const me = createMeQuery();
  const [open, setOpen] = createSignal<Wave | 'new'>();
  createTitle(() => ['Waves', project.data?.name]);
  const mayManage = () => can(me.data?.role ?? 'inactive', 'wave.manage') && project.data?.archivedAt === null;
  const changing = () => {
    const value = open();
    return value === 'new' ? undefined : value;
  };
  const add = () => (
    <Show when={mayManage()}>
      <button type="button" class={button('primary')} onClick={() => setOpen('new')}>
        <Icon name="plus" /> Create wave
      </button>
    </Show>
  );
  return (
    // A wave that is deleted takes the button along that had the focus.
    <div class={page.narrow} ref={(box) => keepFocus(box, 'near')}>
      <header class={page.head}>
        <div class="stack tight grow">
          <BackLink href={`/projects/${params.id}`}>{project.data?.name ?? 'Project'}</BackLink>
          <h1>Waves</h1>
          <p class="muted">Mailboxes of a wave cut over together. The plan shows the dates.</p>
        </div>
        <Show when={(waves.data?.length ?? 0) > 0}>{add()}</Show>
      </header>
      <Show when={waves.error}>
        <ProblemNotice
          problem={problemIn(waves.error)}
          tone={waves.data ? 'wait' : 'bad'}
          onRetry={() => void waves.refetch()}
        />
      </Show>
      <Switch>
        <Match when={waves.data?.length === 0}>
          <div class="card">
            <Show
              when={project.data?.archivedAt == null}
              fallback={
                <Empty icon="clock" title="No waves">
                  <p>The project was archived without waves.</p>
                </Empty>
              }
            >
              <Empty icon="clock" title="No waves yet">
                <p>
                  Without waves, all mailboxes cut over at once. Create a wave, then put mailboxes into it: select them
                  in the project and choose <b>Edit</b>, <b>Wave</b>.
                </p>
                {add()}
              </Empty>
            </Show>
          </div>
        </Match>
        <Match when={waves.data}>
          {(list) => (
            <ul class={styles.list} aria-label="Waves">
              <For each={list()}>
                {(wave) => (
                  <li class={`card pad ${styles.wave}`} data-wave={wave.name}>
                    <div class="stack tight grow">
                      <h2>{wave.name}</h2>
                      <a
                        class="plain-link"
                        href={`/projects/${params.id}?wave=${encodeURIComponent(wave.name)}`}
                        aria-label={`${counted(wave.mailboxes, 'mailbox', 'mailboxes')} in ${wave.name}`}
                      >
                        {counted(wave.mailboxes, 'mailbox', 'mailboxes')}
                      </a>
                    </div>
                    <div class={`stack tight ${styles.cutover}`}>
                      <Show when={wave.cutoverAt} fallback={<span class="faint">{cutoverWords(wave)}</span>}>
                        {(at) => <time dateTime={at()}>{cutoverWords(wave)}</time>}
                      </Show>
                      <Show when={plannedWords(wave)}>
                        {(words) => <span class="small muted">Planned for {words()}</span>}
                      </Show>
                    </div>
                    <Show when={mayManage()}>
                      <div class="row">
                        <button
                          type="button"
                          class={button()}
                          aria-label={`Change ${wave.name}`}
                          onClick={() => setOpen(wave)}
                        >
                          <Icon name="edit" /> Change
                        </button>
                        <button
                          type="button"
                          class={button('danger')}
                          aria-label={`Delete ${wave.name}`}
                          onClick={() => void actions.remove(wave)}
                        >
                          Delete
                        </button>
                      </div>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          )}
        </Match>
        <Match when={waves.isPending && !waves.error}>
          <Skeleton lines={3} height={72} />
        </Match>
      </Switch>
      <Show when={open()} keyed>
        <Suspense>
          <WaveDialog
            {...(changing() && { wave: changing()! })}
            onSave={async (values) => {
              const wave = changing();
              if (wave) await actions.change(wave, values);
              else await actions.create(values);
            }}
            onClose={() => setOpen()}
          />
        </Suspense>
      </Show>
    </div>
  );
}
