import { addressesOf, carryKind, omissionOf, planContextOf, type Carrying } from './carrying.ts';
import type { Outcome } from './plan.ts';
import { planDelegates, type DelegatesPlan } from './plan-delegates.ts';

export function carryDelegates(carrying: Carrying): Promise<void> {
  const { source, destination, context, options } = carrying;
  return carryKind(
    carrying,
    'delegates',
    () => source.delegates(context.abort),
    async (list) => {
      if (list.delegates.length === 0) return { carried: [], omissions: [] };
      const plan = await planContextOf(carrying, addressesOf(list.delegates.map(({ who }) => who)));
      const present = await destination.delegates(context.abort);
      return write(carrying, planDelegates(list, present, plan, options.permissions));
    },
  );
}

async function write({ destination, context }: Carrying, plan: DelegatesPlan): Promise<Outcome> {
  const outcome: Outcome = { carried: [...plan.carried], omissions: [...plan.omissions] };
  const put = async (puts: DelegatesPlan['adds'], how: { isNew: boolean; deliver?: string }) => {
    const delegates = puts.map(({ delegate }) => delegate);
    const faults = await destination.putDelegates(delegates, how, context.abort);
    for (const [index, { name, key, fingerprint }] of puts.entries()) {
      const fault = faults.get(index);
      if (fault) outcome.omissions.push(omissionOf('delegates', name, fault));
      else outcome.carried.push([key, fingerprint]);
    }
  };
  if (plan.adds.length > 0) await put(plan.adds, { isNew: true });
  const { deliver } = plan;
  if (plan.changes.length > 0 || deliver)
    await put(plan.changes, { isNew: false, ...(deliver && { deliver: deliver.value }) });
  if (deliver) outcome.carried.push([deliver.key, deliver.fingerprint]);
  return outcome;
}
