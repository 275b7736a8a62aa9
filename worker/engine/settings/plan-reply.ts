import { fingerprint, settingKey } from './merge.ts';
import { isToBeCarried, type Outcome, type PlanContext } from './plan.ts';
import type { Category, OutOfOffice, Reply } from '../model/setting.ts';

export type ReplyPlan = Outcome & { put?: { settings: OutOfOffice; key: string; fingerprint: string } };

/** Whether the out-of-office reply crosses. One that is over already is switched off there, its texts kept. */
export function planOutOfOffice(
  source: OutOfOffice,
  destination: OutOfOffice,
  { carried }: Pick<PlanContext, 'carried'>,
  now: number,
): ReplyPlan {
  const plan: ReplyPlan = { carried: [], omissions: [] };
  if (isUntouched(source)) return plan;
  const isOver = source.state === 'Scheduled' && !(Date.parse(source.endAt ?? '') > now);
  const { startAt: _start, endAt: _end, ...open } = source;
  const settings: OutOfOffice = source.state === 'Scheduled' && !isOver ? source : { ...open };
  if (isOver) settings.state = 'Disabled';
  const key = settingKey('out-of-office');
  const wanted = textOf(settings);
  const present = isUntouched(destination) ? undefined : textOf(destination);
  if (isToBeCarried({ kind: 'out-of-office', key, name: '', wanted, present }, carried, plan))
    plan.put = { settings, key, fingerprint: fingerprint(wanted) };
  return plan;
}

export type CategoriesPlan = Outcome & { adds: Category[]; keys: [key: string, fingerprint: string][] };

/** The colour categories to add. An existing one of the same name keeps the owner's colour. */
export function planCategories(
  source: readonly Category[],
  destination: readonly Category[],
  { carried }: Pick<PlanContext, 'carried'>,
): CategoriesPlan {
  const plan: CategoriesPlan = { adds: [], keys: [], carried: [], omissions: [] };
  const present = new Set(destination.map(({ name }) => name.toLowerCase()));
  for (const category of source) {
    const lower = category.name.toLowerCase();
    const entry: [string, string] = [settingKey('categories', lower), fingerprint(lower)];
    if (present.has(lower)) plan.carried.push(entry);
    // Carried before and gone since: the owner took it away.
    else if (!carried.has(entry[0])) {
      plan.adds.push(category);
      plan.keys.push(entry);
      present.add(lower);
    }
  }
  return plan;
}

function isUntouched({ state, internal, external }: OutOfOffice): boolean {
  return state === 'Disabled' && internal.content.length === 0 && external.content.length === 0;
}

function textOf({ state, audience, startAt, endAt, internal, external }: OutOfOffice): string {
  const span = state === 'Scheduled' ? [startAt, endAt].map((at) => Date.parse(at ?? '')) : [];
  return JSON.stringify([state, audience, span, replyOf(internal), replyOf(external)]);
}

/** Servers write line ends in ways of their own. */
function replyOf({ content }: Reply): string {
  return new TextDecoder()
    .decode(content)
    .replaceAll(/&#x?0*[dD];|&#13;|\r/g, '')
    .trim();
}
