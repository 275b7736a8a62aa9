import { useLocation, useNavigate } from '@solidjs/router';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX, ParentProps } from 'solid-js';
import { For, Match, Show, Suspense, Switch, createEffect, createSignal, lazy, on } from 'solid-js';
import { createLiveMeQuery, createSignOut, isShutOut, isUnauthenticated } from './features/session/queries.ts';
import { switchWorkgroup } from './features/workgroups/queries.ts';
import { isWithin } from './lib/is-within.ts';
import { refusedAt } from './lib/refusals.ts';
import { linkState, linkWords } from './lib/link-state.ts';
import { storageProblem } from './lib/storage-full.ts';
import { setTheme, theme } from './lib/theme.ts';
import { Icon } from './ui/icon.tsx';
import { Later } from './ui/later.tsx';
import { MenuButton } from './ui/menu.tsx';
import { ProblemNotice, Skeleton } from './ui/parts.tsx';
import { ShortcutSheet } from './ui/shortcut-sheet.tsx';
import { Toasts, showToast } from './ui/toast.tsx';
import { createShortcut } from './ui/shortcuts.ts';
import { StorageBanner } from './ui/storage-banner.tsx';
import { problemIn } from './api.ts';
import { ROOMS } from './rooms.ts';
import './shell.css';
import page from './ui/page.module.css';
import { Light } from './ui/light.tsx';

const SECURITY = '/settings/security';
const LIGHTS = { live: 'ok', idle: 'ok', reconnecting: 'wait', offline: 'bad' } as const;

const AccessEnded = lazy(async () => ({
  default: (await import('./features/workgroups/access-ended.tsx')).AccessEnded,
}));

/** The frame of every screen: the rail, which becomes a bottom bar on a phone. */
export function Shell(props: ParentProps): JSX.Element {
  const me = createLiveMeQuery();
  const client = useQueryClient();
  const signOut = createSignOut();
  const location = useLocation();
  const navigate = useNavigate();
  const [isHelpOpen, setHelpOpen] = createSignal(false);

  createEffect(() => {
    if (isUnauthenticated(me.error))
      navigate(`/sign-in?to=${encodeURIComponent(location.pathname)}`, { replace: true });
  });

  /** The workgroup requires two-factor sign-in: until it is set up, the server answers nothing else. */
  createEffect(() => {
    const twoFactor = me.data?.twoFactor;
    if (twoFactor?.isRequired && !twoFactor.isOn && location.pathname !== SECURITY)
      navigate(SECURITY, { replace: true });
  });
  // What was refused may be refused because of another role than the one that is shown.
  createEffect(on(refusedAt, (at) => at > 0 && void me.refetch(), { defer: true }));
  const otherWorkgroups = () => ((me.data?.workgroups.length ?? 0) > 1 ? (me.data?.workgroups ?? []) : []);
  const enter = (id: string) => {
    if (id === me.data?.workgroup.id) return;
    switchWorkgroup(client, id).catch((error: unknown) => showToast(problemIn(error).title));
  };

  createShortcut('projects', () => navigate('/projects'));
  createShortcut('customers', () => navigate('/customers'));
  createShortcut('endpoints', () => navigate('/endpoints'));
  createShortcut('activity', () => navigate('/activity'));
  createShortcut('settings', () => navigate('/settings'));
  createShortcut('help', () => setHelpOpen(true));

  const isIn = (room: string) => isWithin(location.pathname, room);

  const account = () => (
    <>
      <Icon name="account" />
      <span class="grow truncate shell-who">{me.data?.agent?.name ?? 'Account'}</span>
      <span class="shell-only-phone">Account</span>
    </>
  );

  const wait = () => (
    <div class={page.page}>
      <Skeleton lines={4} />
    </div>
  );

  return (
    <div class="shell">
      <nav class="shell-rail" aria-label="Main">
        <a class="shell-brand" href="/projects">
          <img src="/icon.svg" alt="" /> Mailferry
        </a>
        <For each={ROOMS}>
          {(room) => (
            <a
              class="shell-nav"
              classList={{ on: isIn(room.href) }}
              aria-current={isIn(room.href) ? 'page' : undefined}
              href={room.href}
            >
              <Icon name={room.icon} /> {room.label}
            </a>
          )}
        </For>
        <div class="shell-foot">
          <div class="shell-link" role="status">
            <Light state={LIGHTS[linkState()]} />
            {linkWords()}
          </div>
          <MenuButton
            class="shell-account"
            name={`Account: ${me.data?.agent?.name ?? ''}`}
            up
            label={account()}
            items={[
              ...otherWorkgroups().map(({ id, name, role }) => ({
                label: name,
                hint: role,
                icon: id === me.data?.workgroup.id ? ('check' as const) : ('circle' as const),
                disabled: role === 'inactive',
                run: () => enter(id),
              })),
              {
                label: 'Same as system',
                icon: theme() === 'system' ? 'check' : 'circle',
                run: () => setTheme('system'),
              },
              { label: 'Light', icon: theme() === 'light' ? 'check' : 'sun', run: () => setTheme('light') },
              { label: 'Dark', icon: theme() === 'dark' ? 'check' : 'moon', run: () => setTheme('dark') },
              { label: 'Keyboard shortcuts', icon: 'help', run: () => setHelpOpen(true) },
              { label: 'Sign out', hint: me.data?.agent?.email, icon: 'leave', run: () => void signOut() },
            ]}
          />
        </div>
      </nav>
      <main class="shell-main">
        <StorageBanner />
        <Show when={linkState() === 'offline' || linkState() === 'reconnecting'}>
          <div class={`shell-banner tone-${linkState() === 'offline' ? 'bad' : 'wait'}`} role="status">
            {linkWords()}
          </div>
        </Show>
        <Suspense fallback={wait()}>
          <Switch
            fallback={
              <Show when={me.error && !isUnauthenticated(me.error) && !storageProblem()} fallback={wait()}>
                <div class={page.page}>
                  <ProblemNotice problem={problemIn(me.error)} onRetry={() => void me.refetch()} />
                </div>
              </Show>
            }
          >
            <Match when={isShutOut(me.error)}>
              <AccessEnded problem={problemIn(me.error)} />
            </Match>
            <Match when={me.data}>
              <Later fallback={wait()}>{props.children}</Later>
            </Match>
          </Switch>
        </Suspense>
      </main>
      <Show when={isHelpOpen()}>
        <ShortcutSheet onClose={() => setHelpOpen(false)} />
      </Show>
      <Toasts />
    </div>
  );
}
