import type { JSX } from 'solid-js';
import { Icon } from './icon.tsx';
import page from './page.module.css';

/** Above the title of a page: to the page that it belongs to. */
export function BackLink(props: { href: string; children: JSX.Element }): JSX.Element {
  return (
    <a class={`small ${page.back}`} href={props.href}>
      <Icon name="back" /> <span class="truncate">{props.children}</span>
    </a>
  );
}
