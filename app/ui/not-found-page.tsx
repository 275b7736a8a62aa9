import type { JSX } from 'solid-js';
import { Empty } from './parts.tsx';
import { button } from './button.ts';

export default function NotFoundPage(): JSX.Element {
  return (
    <Empty isPage icon="help" title="Page not found">
      <p>There is no page at this address. It may have been deleted, or the link is incomplete.</p>
      <a class={button()} href="/projects">
        Go to projects
      </a>
    </Empty>
  );
}
