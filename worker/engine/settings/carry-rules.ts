import { carryKind, lossOf, planContextOf, type Carrying } from './carrying.ts';
import type { Outcome } from './plan.ts';
import { planRules, type RulesPlan } from './plan-rules.ts';
import type { RulePart } from './setting.ts';

export function carryRules(carrying: Carrying): Promise<void> {
  const { source, destination, context } = carrying;
  return carryKind(
    carrying,
    'rules',
    () => source.rules(context.abort),
    async (list) => {
      if (list.rules.length === 0 && !list.hasOutlookRules) return { carried: [], losses: [] };
      const named = list.rules.flatMap(({ parts }) => parts.flatMap(addressesIn));
      const plan = await planContextOf(carrying, named);
      return write(carrying, planRules(list, await destination.rules(context.abort), plan));
    },
  );
}

/** Rules are made all or none: what the server refuses is left out, and the others are tried without it. */
async function write({ destination, context }: Carrying, plan: RulesPlan): Promise<Outcome> {
  const outcome: Outcome = { carried: [...plan.carried], losses: [...plan.losses] };
  let { puts } = plan;
  while (puts.length > 0) {
    const rules = puts.map(({ rule }) => rule);
    const refused = await destination.putRules(rules, plan, context.abort);
    for (const [index, fault] of refused) outcome.losses.push(lossOf('rules', rules[index]?.name ?? '', fault));
    if (refused.size === 0) {
      outcome.carried.push(...puts.map(({ key, fingerprint }): [string, string] => [key, fingerprint]));
      return outcome;
    }
    puts = puts.filter((_, index) => !refused.has(index));
  }
  // Nothing was written: what Outlook keeps there is there still.
  outcome.losses = outcome.losses.filter(({ code }) => code !== 'outlook-rules-dropped');
  return outcome;
}

function addressesIn({ name, text, children }: RulePart): string[] {
  const inner = children.flatMap(addressesIn);
  return name === 'EmailAddress' && text !== undefined ? [text, ...inner] : inner;
}
