import { z } from 'zod';
import { SavedFilterFacts, SavedFilterName } from '../../lib/saved-filter.ts';

export const NewSavedFilter = z
  .strictObject({ name: SavedFilterName, filter: SavedFilterFacts })
  .meta({ ref: 'NewSavedFilter' });

export const SavedFilterChange = z
  .strictObject({ name: SavedFilterName.optional(), filter: SavedFilterFacts.optional() })
  .meta({ ref: 'SavedFilterChange' });

export const SavedFilter = z
  .object({
    id: z.string(),
    name: z.string(),
    filter: SavedFilterFacts,
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ ref: 'SavedFilter' });

export const SavedFilterList = z
  .object({ items: z.array(SavedFilter), nextCursor: z.null() })
  .meta({ ref: 'SavedFilterList' });
