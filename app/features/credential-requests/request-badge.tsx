import type { JSX } from 'solid-js';
import { Badge } from '../../ui/badge.tsx';
import type { RequestKind } from './request-kinds.ts';
import { REQUEST_LOOKS } from './request-kinds.ts';

/** How a request stands. */
export function RequestBadge(props: { kind: RequestKind }): JSX.Element {
  const look = () => REQUEST_LOOKS[props.kind];
  return (
    <Badge tone={look().tone} icon={look().icon}>
      {look().label}
    </Badge>
  );
}
