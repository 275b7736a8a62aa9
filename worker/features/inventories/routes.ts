import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { requireMailbox } from '../mailboxes/require-mailbox.ts';
import { csvOfMailbox } from './csv.ts';
import { fileHeaders } from './file-headers.ts';
import { presentInventory } from './present-inventory.ts';
import { MailboxInventory } from './schema.ts';
import { listInventories, listInventoryFolders, listMailboxOversize } from './store.ts';

const tag = 'Inventories';

/** Mounted at `/mailboxes`. */
export const mailboxInventoryRoutes = new Hono<AppEnv>()
  .get(
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
    async (c) => c.json(await inventoryOf(c, c.req.param('id'))),
  )
  .get(
    '/:id/inventory.csv',
    describe({
      tag,
      action: 'mailbox.read',
      summary: 'Save the inventory of a mailbox as CSV, folder by folder',
      answers: { 200: 'The file, in UTF-8 with a byte order mark.' },
      mediaTypes: ['text/csv'],
      problems: { 404: ['mailbox-not-found'] },
    }),
    async (c) => {
      const inventory = await inventoryOf(c, c.req.param('id'));
      return c.body(csvOfMailbox(inventory), 200, fileHeaders(`inventory-${inventory.mailboxId}.csv`));
    },
  );

async function inventoryOf(c: AppContext, mailboxId: string) {
  const { db } = c.var.deps;
  const { id, workgroupId } = await requireMailbox(c, mailboxId);
  const sides = await listInventories(db, workgroupId, id);
  const passId = sides[0]?.passId;
  const [folders, oversize] = await Promise.all([
    passId === undefined ? [] : listInventoryFolders(db, workgroupId, id, passId),
    listMailboxOversize(db, workgroupId, id),
  ]);
  return presentInventory(id, sides, folders, oversize);
}
