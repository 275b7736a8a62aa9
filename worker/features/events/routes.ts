import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { presentEvent } from './present-event.ts';
import { EventPage, EventQuery } from './schema.ts';
import { listEvents } from './store.ts';
import { visibleEvents } from './visible-events.ts';

export const eventRoutes = new Hono<AppEnv>().get(
  '/',
  describe({
    tag: 'Events',
    action: 'event.read',
    summary: 'List events, latest first',
    description: 'Nobody can change or delete an event. Events stay when what they are about is deleted.',
    answers: { 200: EventPage },
  }),
  valid('query', EventQuery),
  async (c) => {
    const { deps, principal } = c.var;
    const { cursor, limit, ...filter } = c.req.valid('query');
    const isVisible = visibleEvents(deps.visibleProjects, principal);
    const rows = await listEvents(
      deps.db,
      principal.workgroupId,
      filter,
      { before: cursor, limit: limit + 1 },
      isVisible,
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return c.json({ items: shown.map(presentEvent), nextCursor: last ? `seq_${String(last.seq)}` : null });
  },
);
