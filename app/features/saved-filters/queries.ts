import type { InferResponseType } from 'hono/client';
import { useQueryClient } from '@tanstack/solid-query';
import { api, problemIn, read } from '../../api.ts';
import { createQuery } from '../../lib/create-query.ts';
import { keys } from '../../lib/query-keys.ts';
import { showToast } from '../../ui/toast.tsx';

export type SavedFilter = InferResponseType<(typeof api)['saved-filters']['$get'], 200>['items'][number];
export type SavedFilterFacts = SavedFilter['filter'];

export function createSavedFiltersQuery() {
  return createQuery(() => ({
    queryKey: keys.savedFilters,
    queryFn: async () => (await read(api['saved-filters'].$get())).items,
  }));
}

/** Saves and deletes filters of the workgroup. */
export function createSavedFilterActions() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.savedFilters });
  const save = async (name: string, filter: SavedFilterFacts) => {
    await read(api['saved-filters'].$post({ json: { name, filter } }));
    await refresh();
  };
  const say = (error: unknown) => showToast(problemIn(error).title);
  return {
    /** Throws what refused it. */
    save,
    /** Deletes it, and offers to take that back. */
    remove: async ({ id, name, filter }: SavedFilter) => {
      try {
        await read(api['saved-filters'][':id'].$delete({ param: { id } }));
        showToast(`The filter “${name}” is deleted.`, () => void save(name, filter).catch(say));
      } catch (error) {
        say(error);
      } finally {
        await refresh();
      }
    },
  };
}
