import { carryKind, type Carrying } from './carrying.ts';
import { planOutOfOffice } from './plan-reply.ts';

export function carryOutOfOffice(carrying: Carrying): Promise<void> {
  const { source, destination, context } = carrying;
  const { abort } = context;
  return carryKind(
    carrying,
    'out-of-office',
    () => source.outOfOffice(abort),
    async (settings) => {
      const present = await destination.outOfOffice(abort);
      const { put, carried, omissions } = planOutOfOffice(settings, present, carrying, context.now());
      if (put === undefined) return { carried, omissions };
      await destination.putOutOfOffice(put.settings, abort);
      return { carried: [...carried, [put.key, put.fingerprint]], omissions };
    },
  );
}
