import type { JSX } from 'solid-js';
import { createTitle } from '../../lib/title.ts';
import facts from '../../ui/facts.module.css';
import page from '../../ui/page.module.css';
import { createMeQuery } from '../session/queries.ts';
import { Appearance } from './appearance.tsx';

/** The agent who is signed in. */
export default function ProfilePage(): JSX.Element {
  const me = createMeQuery();
  createTitle(() => ['Profile', 'Settings']);
  return (
    <div class={page.narrow}>
      <h1>Profile</h1>
      <section class="card pad stack">
        <h2>You</h2>
        <dl class={facts.facts}>
          <dt>Name</dt>
          <dd>{me.data?.agent?.name}</dd>
          <dt>E-mail</dt>
          <dd>{me.data?.agent?.email}</dd>
          <dt>Role</dt>
          <dd>{me.data?.role}</dd>
        </dl>
      </section>
      <Appearance />
    </div>
  );
}
