import type { JSX } from 'solid-js';
import { PATHS, SOLID } from './icon-paths.ts';

export type IconName = keyof typeof PATHS;

export function Icon(props: { name: IconName; class?: string; label?: string }): JSX.Element {
  return (
    <svg
      class={`icon ${props.class ?? ''}`}
      viewBox="0 0 16 16"
      fill={SOLID.includes(props.name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      role={props.label ? 'img' : undefined}
      aria-label={props.label}
      aria-hidden={props.label ? undefined : 'true'}
    >
      <path d={PATHS[props.name]} />
    </svg>
  );
}
