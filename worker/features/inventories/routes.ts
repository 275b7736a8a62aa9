import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { requireMailbox } from '../mailboxes/require-mailbox.ts';
import { presentInventory } from './present-inventory.ts';
import { MailboxInventory } from './schema.ts';
import { listInventories, listInventoryFolders, listMailboxOversize } from './store.ts';

const tag = 'Inventories';

/** Mounted at `/mailboxes`. */
export const mailboxInventoryRoutes = new Hono<AppEnv>().get(
  '/:id/inventory',
  describe({
    tag,
    action: 'mailbox.read',
    summary: 'Get the inventory of a mailbox',
    description:
      'What the last complete inventory pass has counted on both sides. Start one with a pass of type `inventory`: it needs no licence and copies nothing.',
    answers: { 200: MailboxInventory },
    problems: { 404: ['mailbox-not-found'] },
  }),
  async (c) => {
    const { db } = c.var.deps;
    const { id, workgroupId } = await requireMailbox(c, c.req.param('id'));
    const sides = await listInventories(db, workgroupId, id);
    const passId = sides[0]?.passId;
    const [folders, oversize] = await Promise.all([
      passId === undefined ? [] : listInventoryFolders(db, workgroupId, id, passId),
      listMailboxOversize(db, workgroupId, id),
    ]);
    return c.json(presentInventory(id, sides, folders, oversize));
  },
);
