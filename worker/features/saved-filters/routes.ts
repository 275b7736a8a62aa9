import { Hono } from 'hono';
import { toIso } from '../../lib/clock.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { writeOn } from '../kernel/write-on.ts';
import { problem } from './errors.ts';
import { filterDeleted, filterSaved, filterUpdated } from './filter-events.ts';
import { NewSavedFilter, SavedFilter, SavedFilterChange, SavedFilterList } from './schema.ts';
import { createSavedFilter, deleteSavedFilter, getSavedFilter, listSavedFilters, updateSavedFilter } from './store.ts';
import type { SavedFilterRow } from './table.ts';

const tag = 'Saved filters';
const NOT_FOUND = { 404: ['saved-filter-not-found'] };

const present = ({ id, name, filter, createdAt, updatedAt }: SavedFilterRow) => ({
  id,
  name,
  filter,
  createdAt: toIso(createdAt),
  updatedAt: toIso(updatedAt),
});

async function requireFilter(c: AppContext, id: string): Promise<SavedFilterRow> {
  const row = await getSavedFilter(c.var.deps.db, c.var.principal.workgroupId, id);
  if (!row) throw problem('saved-filter-not-found');
  return row;
}

export const savedFilterRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      tag,
      action: 'saved-filter.read',
      summary: 'List the saved filters by name',
      answers: { 200: SavedFilterList },
    }),
    async (c) => {
      const rows = await listSavedFilters(c.var.deps.db, c.var.principal.workgroupId);
      return c.json({ items: rows.map(present), nextCursor: null });
    },
  )
  .post(
    '/',
    describe({
      tag,
      action: 'saved-filter.manage',
      summary: 'Save a filter of mailboxes',
      description: 'All agents of the workgroup see it, in every project.',
      answers: { 201: SavedFilter },
      events: ['saved-filter.created'],
      problems: { 409: ['saved-filter-name-taken', 'too-many-saved-filters'] },
    }),
    valid('json', NewSavedFilter),
    async (c) => {
      const { deps, principal } = c.var;
      const now = deps.now();
      const { workgroupId } = principal;
      const row = { ...c.req.valid('json'), id: deps.newId('flt'), workgroupId, createdAt: now, updatedAt: now };
      const outcome = await createSavedFilter(deps.db, row, filterSaved(deps, principal, row));
      if (outcome === 'taken') throw problem('saved-filter-name-taken');
      if (outcome === 'full') throw problem('too-many-saved-filters');
      return c.json(present(row), 201);
    },
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'saved-filter.manage',
      summary: 'Change a saved filter',
      answers: { 200: SavedFilter },
      events: ['saved-filter.updated'],
      problems: { ...NOT_FOUND, 409: ['saved-filter-name-taken'] },
    }),
    valid('json', SavedFilterChange),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireFilter(c, c.req.param('id'));
      const { name, filter } = c.req.valid('json');
      try {
        const changed = await writeOn(
          row,
          () => getSavedFilter(deps.db, row.workgroupId, row.id),
          async (before) => {
            const updatedAt = Math.max(deps.now(), before.updatedAt + 1);
            const after = { ...before, name: name ?? before.name, filter: filter ?? before.filter, updatedAt };
            const event = filterUpdated(deps, principal, before, after);
            return (await updateSavedFilter(deps.db, before, after, event)) ? after : undefined;
          },
        );
        if (!changed) throw problem('saved-filter-not-found');
        return c.json(present(changed));
      } catch (error) {
        if (isUniqueViolation(error)) throw problem('saved-filter-name-taken');
        throw error;
      }
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'saved-filter.manage',
      summary: 'Delete a saved filter',
      answers: { 204: 'The filter is deleted.' },
      events: ['saved-filter.deleted'],
      problems: NOT_FOUND,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const row = await requireFilter(c, c.req.param('id'));
      await deleteSavedFilter(deps.db, row, filterDeleted(deps, principal, row));
      return c.body(null, 204);
    },
  );
