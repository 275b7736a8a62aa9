import type { JSX } from 'solid-js';

/** Drawn for Mailferry on a 16 px grid, strokes of 1.5. */
const PATHS = {
  projects: 'M2 5.5h12M2 10.5h12M5 2.5l-3 3 3 3M11 7.5l3 3-3 3',
  endpoints: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  settings: 'M2 4.5h6M12 4.5h2M2 11.5h2M8 11.5h6M10 2.5v4M6 9.5v4',
  account: 'M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8zM2.8 13.8c.6-2.5 2.7-3.8 5.2-3.8s4.600 1.300 5.200 3.800',
  play: 'M4.500 2.800v10.400L13 8z',
  stop: 'M3.500 3.500h9v9h-9z',
  check: 'M3 8.500l3.200 3.200L13 4.800',
  'check-circle': 'M8 14.200A6.200 6.200 0 1 0 8 1.800a6.200 6.200 0 0 0 0 12.400zM5.300 8.200l1.900 1.900 3.500-3.800',
  clock: 'M8 14.200A6.200 6.200 0 1 0 8 1.800a6.200 6.200 0 0 0 0 12.400zM8 4.800V8l2.200 1.600',
  running: 'M13.700 8A5.700 5.700 0 1 1 8 2.300',
  warning: 'M8 2.200l6.200 11H1.800zM8 6.500v3M8 11.500h.01',
  failed:
    'M8 14.200A6.200 6.200 0 1 0 8 1.800a6.200 6.200 0 0 0 0 12.400zM5.900 5.900l4.200 4.200M10.100 5.900l-4.200 4.200',
  circle: 'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11z',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  plus: 'M8 3v10M3 8h10',
  download: 'M8 2.500v8M4.500 7L8 10.500 11.500 7M3 13.500h10',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300L14 14',
  arrow: 'M2 8h11M9 4l4 4-4 4',
  down: 'M4 6l4 4 4-4',
  back: 'M10 3L5 8l5 5',
  key: 'M5.500 12a2.500 2.500 0 1 1 2.200-3.700H14v2.200h-1.500V12H10.500v-1.500H7.800A2.500 2.500 0 0 1 5.500 12z',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.500v1.300M8 13.200v1.300M1.500 8h1.300M13.200 8h1.300M3.400 3.400l.9.9M11.700 11.700l.9.9M3.400 12.600l.9-.9M11.700 4.300l.9-.9',
  moon: 'M13.300 9.600A5.600 5.600 0 0 1 6.400 2.700a5.600 5.600 0 1 0 6.900 6.900z',
  leave: 'M9.500 3H3.500v10h6M7 8h7M11.500 5.500L14 8l-2.500 2.500',
  inbox:
    'M2.500 8.500l2-5.500h7l2 5.500v4.500h-11zM2.500 8.500h3.300c.2 1.200 1 1.900 2.200 1.900s2-.7 2.200-1.900h3.300',
  refresh: 'M13.500 8a5.500 5.500 0 1 1-1.700-4M13.500 2v3h-3',
  copy: 'M5.5 5.5h8v8h-8zM10.500 5.500v-3h-8v8h3',
  send: 'M2.500 8h7M2.500 3l11 5-11 5 1.500-5z',
  undo: 'M5.500 3L2.500 6l3 3M2.500 6h7a3.700 3.700 0 0 1 0 7.400H6',
  help: 'M8 14.200A6.200 6.200 0 1 0 8 1.800a6.200 6.200 0 0 0 0 12.400zM6.200 6.300c.1-1 .8-1.600 1.800-1.600s1.800.6 1.800 1.500c0 1.300-1.800 1.400-1.800 2.800M8 11.200h.01',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon(props: { name: IconName; class?: string; label?: string }): JSX.Element {
  return (
    <svg
      class={`icon ${props.class ?? ''}`}
      viewBox="0 0 16 16"
      fill={props.name === 'play' || props.name === 'stop' ? 'currentColor' : 'none'}
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
