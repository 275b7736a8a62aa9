import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Notice } from '../../api.ts';
import { formatMomentIn } from '../../lib/zoned-moment.ts';
import { Ago } from '../../ui/parts.tsx';

type Moment = NonNullable<Notice['sendAt']>;

const CASES: Readonly<Record<Moment['case'], string>> = {
  exact: '',
  skipped: ' (clocks go forward then)',
  repeated: ' (the first of two such times that night)',
};

/** `5 Mar 2027, 17:00, Europe/Oslo`: what clocks show there. */
function momentWords({ at, timeZone, case: which }: Moment): string {
  return `${formatMomentIn(at, timeZone)}, ${timeZone.replaceAll('_', ' ')}${CASES[which]}`;
}

/** When a notice is sent or was made, by whom, and which start it names. */
export function NoticeTimes(props: { notice: Notice }): JSX.Element {
  return (
    <>
      <Show when={props.notice.sendAt} fallback={<Ago at={props.notice.createdAt} />}>
        {(moment) => <>{momentWords(moment())}</>}
      </Show>
      <Show when={props.notice.startsAt}>{(moment) => <> · start {momentWords(moment())}</>}</Show>
      <Show when={props.notice.createdBy}>{(name) => <> · by {name()}</>}</Show>
    </>
  );
}
