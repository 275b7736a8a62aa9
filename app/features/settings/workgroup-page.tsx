import type { JSX } from 'solid-js';
import { createTitle } from '../../lib/title.ts';
import facts from '../../ui/facts.module.css';
import page from '../../ui/page.module.css';
import { createMeQuery } from '../session/queries.ts';

/** The workgroup that is open. */
export default function WorkgroupPage(): JSX.Element {
  const me = createMeQuery();
  createTitle(() => ['Workgroup', 'Settings']);
  return (
    <div class={page.narrow}>
      <h1>Workgroup</h1>
      <section class="card pad stack">
        <dl class={facts.facts}>
          <dt>Company</dt>
          <dd>{me.data?.workgroup.name}</dd>
        </dl>
      </section>
    </div>
  );
}
