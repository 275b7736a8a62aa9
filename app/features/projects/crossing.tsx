import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Project } from '../../api.ts';
import { localizeInstants } from '../../lib/format.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './crossing.module.css';
import { Light } from '../../ui/light.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

type Side = Project['source'];

const LIGHTS = { ok: 'ok', failing: 'bad', unknown: 'wait' } as const;
const WORDS = { ok: 'answers', failing: 'connection failed', unknown: 'not tested yet' } as const;

function Health(props: { side: Side }): JSX.Element {
  const text = () =>
    [
      `${props.side.url}: ${WORDS[props.side.health]}`,
      props.side.version ?? '',
      props.side.healthDetail ? localizeInstants(props.side.healthDetail) : '',
    ]
      .filter(Boolean)
      .join('\n');
  return (
    <Tooltip class={styles.health} isStop={false} words={text()}>
      <Light state={LIGHTS[props.side.health]} label={WORDS[props.side.health]} />
      <span class="truncate">{props.side.name}</span>
      <Show when={props.side.health === 'failing'}>
        <span class="small tone-bad">failing</span>
      </Show>
    </Tooltip>
  );
}

/** From where to where, and how both ends are. */
export function Crossing(props: { project: Pick<Project, 'source' | 'destination'> }): JSX.Element {
  return (
    <span class={styles.crossing}>
      <Health side={props.project.source} />
      <Icon name="arrow" label="to" />
      <Health side={props.project.destination} />
    </span>
  );
}
