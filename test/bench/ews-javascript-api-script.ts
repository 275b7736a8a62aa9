import { createInterface } from 'node:readline';
import {
  BasePropertySet,
  EmailMessage,
  ExchangeService,
  ExchangeVersion,
  ExtendedPropertyDefinition,
  type Folder,
  type FolderId,
  FolderTraversal,
  FolderView,
  Item,
  ItemSchema,
  ItemView,
  MapiPropertyType,
  MimeContent,
  PropertySet,
  TimeZoneInfo,
  Uri,
  WebCredentials,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { speakOverFetch } from '../interop/ews-api/fetch-xhr.ts';

/**
 * Copies the messages of a mailbox by MIME, as the library's documentation writes it: an item is bound, and a new one
 * saved. Folders below the Inbox go flat into the Inbox, which saves it the work of making them.
 */
type Login = { url: string; email: string; password: string };
type Order = { source: Login; destination: Login; limitMs: number };

const PAGE = 100;
// Without its flags the copy would be a draft.
const FLAGS = new ExtendedPropertyDefinition(0x0e07, MapiPropertyType.Integer);

speakOverFetch();
const [line] = await new Promise<string[]>((resolve) =>
  createInterface({ input: process.stdin }).once('line', (text) => resolve([text])),
);
const order = JSON.parse(line as string) as Order;

function open({ url, email, password }: Login): ExchangeService {
  const service = new ExchangeService(ExchangeVersion.Exchange2013, TimeZoneInfo.Utc);
  service.Url = new Uri(url);
  service.Credentials = new WebCredentials(email, password);
  return service;
}

async function foldersOf(service: ExchangeService): Promise<FolderId[]> {
  const view = new FolderView(1000);
  view.PropertySet = new PropertySet(BasePropertySet.FirstClassProperties);
  view.Traversal = FolderTraversal.Deep;
  const { Folders } = await service.FindFolders(WellKnownFolderName.MsgFolderRoot, view);
  return Folders.filter((folder: Folder) => folder.TotalCount > 0).map((folder: Folder) => folder.Id);
}

async function copyAll(source: ExchangeService, destination: ExchangeService, until: number): Promise<boolean> {
  const shape = new PropertySet(BasePropertySet.IdOnly, [ItemSchema.MimeContent]);
  for (const folder of await foldersOf(source)) {
    for (let offset = 0; ; offset += PAGE) {
      const found = await source.FindItems(folder, new ItemView(PAGE, offset));
      for (const item of found.Items) {
        if (performance.now() > until) return false;
        if (!(item instanceof EmailMessage)) continue;
        const bound = await Item.Bind(source, item.Id, shape);
        const copy = new EmailMessage(destination);
        copy.MimeContent = new MimeContent('UTF-8', bound.MimeContent.Content);
        copy.SetExtendedProperty(FLAGS, 1);
        await copy.Save(WellKnownFolderName.Inbox);
      }
      if (!found.MoreAvailable) break;
    }
  }
  return true;
}

process.stdin.once('end', () => process.exit(0));
process.stdout.write('begin\n');
const note = await copyAll(open(order.source), open(order.destination), performance.now() + order.limitMs).then(
  (isWhole) => (isWhole ? undefined : 'ended at its time limit'),
  (error: unknown) => String(error),
);
process.stdout.write(`${JSON.stringify({ note })}\n`);
process.stdin.resume();
