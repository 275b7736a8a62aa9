import { carryKind, omissionOf, planContextOf, type Carrying } from './carrying.ts';
import type { Outcome } from './plan.ts';
import { OUTLOOK_RULES_DROPPED, planRules, type RulesPlan } from './plan-rules.ts';
import type { RulePart } from '../model/setting.ts';

export function carryRules(carrying: Carrying): Promise<void> {
  const { source, destination, context } = carrying;
  const carried = new Map(carrying.carried);
  return carryKind(
    carrying,
    'rules',
    () => source.rules(context.abort),
    async (list) => {
      if (list.rules.length === 0 && !list.hasOutlookRules) return { carried: [], omissions: [] };
      const named = list.rules.flatMap(({ parts }) => parts.flatMap(addressesIn));
      const people = await planContextOf(carrying, named);
      const plan = planRules(list, await destination.rules(context.abort), { ...people, carried });
      // An answer that is lost must not hide it.
      if (plan.dropsOutlookRules) carried.set(...OUTLOOK_RULES_DROPPED);
      return write(carrying, plan, carried.has(OUTLOOK_RULES_DROPPED[0]));
    },
  );
}

/** Rules are made all or none: what the server refuses is left out, and the others are tried without it. */
async function write({ destination, context }: Carrying, plan: RulesPlan, isDropped: boolean): Promise<Outcome> {
  const outcome: Outcome = { carried: [...plan.carried], omissions: [...plan.omissions] };
  if (isDropped) outcome.carried.push([...OUTLOOK_RULES_DROPPED]);
  let { puts } = plan;
  while (puts.length > 0) {
    const rules = puts.map(({ rule }) => rule);
    const refused = await destination.putRules(rules, plan, context.abort);
    for (const [index, fault] of refused) outcome.omissions.push(omissionOf('rules', rules[index]?.name ?? '', fault));
    if (refused.size === 0) {
      outcome.carried.push(...puts.map(({ key, fingerprint }): [string, string] => [key, fingerprint]));
      return outcome;
    }
    puts = puts.filter((_, index) => !refused.has(index));
  }
  if (plan.dropsOutlookRules) {
    // Nothing was written, so Outlook's own rules are still there.
    outcome.carried = [...plan.carried];
    outcome.omissions = outcome.omissions.filter(({ code }) => code !== 'outlook-rules-dropped');
  }
  return outcome;
}

function addressesIn({ name, text, children }: RulePart): string[] {
  const inner = children.flatMap(addressesIn);
  return name === 'EmailAddress' && text !== undefined ? [text, ...inner] : inner;
}
