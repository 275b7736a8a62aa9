import type { JSX } from 'solid-js';
import { createTitle } from '../../lib/title.ts';
import page from '../../ui/page.module.css';
import { createCustomersQuery } from '../customers/queries.ts';
import { createProjectsQuery } from '../projects/queries.ts';
import { Activity } from './activity.tsx';

export default function ActivityPage(): JSX.Element {
  const projects = createProjectsQuery(() => ({ archived: 'all' }));
  const customers = createCustomersQuery(() => ({ archived: 'all' }));
  createTitle(() => ['Activity']);
  return (
    <div class={page.page}>
      <header class={page.head}>
        <h1>Activity</h1>
      </header>
      <Activity projects={projects.data ?? []} customers={customers.data ?? []} />
    </div>
  );
}
