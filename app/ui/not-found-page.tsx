import { A } from '@solidjs/router';
import type { JSX } from 'solid-js';
import { Empty } from './parts.tsx';
import { button } from './button.ts';

export default function NotFoundPage(): JSX.Element {
  return (
    <Empty isPage icon="help" title="Nothing is moored here">
      <p>This address leads nowhere. It may have been deleted, or the link is incomplete.</p>
      <A class={button()} href="/projects">
        To the projects
      </A>
    </Empty>
  );
}
