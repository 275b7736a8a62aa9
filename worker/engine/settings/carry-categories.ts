import { carryKind, type Carrying } from './carrying.ts';
import { planCategories } from './plan-reply.ts';

export function carryCategories(carrying: Carrying): Promise<void> {
  const { source, destination, context } = carrying;
  const { abort } = context;
  return carryKind(
    carrying,
    'categories',
    () => source.categories(abort),
    async ({ categories, whole }) => {
      if (categories.length === 0) return { carried: [], omissions: [] };
      const present = await destination.categories(abort);
      const { adds, keys, carried, omissions } = planCategories(categories, present.categories, carrying);
      const isAll = adds.length === categories.length && whole !== undefined;
      if (adds.length > 0) await destination.addCategories({ categories: adds, ...(isAll && { whole }) }, abort);
      return { carried: [...carried, ...keys], omissions };
    },
  );
}
