/**
 * The terms of Mailferry, each with its meaning in one sentence: one term for one thing in code, API, screens and
 * documentation. The OpenAPI document lists them; screens show them as tooltips.
 */
export const GLOSSARY = {
  workgroup:
    'A service company with its agents, projects and endpoints; nothing in it is visible to another workgroup.',
  agent: 'A person of the workgroup who signs in to Mailferry, as owner, manager or agent.',
  'API key': 'A secret that lets a program use the API with one of the roles of the workgroup.',
  customer: 'A company whose mailboxes the workgroup migrates, with its users and projects.',
  'customer user': 'A person at a customer, with their addresses and mailboxes.',
  'provider directory':
    'Known providers with the addresses of their servers, from public sources and from the workgroup; it only fills in an endpoint.',
  endpoint: 'A provider’s Exchange service, with the account that Mailferry signs in with.',
  'test connection':
    'Signs in to an endpoint, stores nothing of a mailbox, and reports version, sign-in method and health.',
  gateway: 'A part of Mailferry that opens connections which the platform cannot, such as those to old TLS versions.',
  project: 'A migration from one source endpoint to one destination endpoint, with its mailboxes and options.',
  plan: 'The steps of a project’s migration in order, each with its state, which follows from what has happened.',
  mailbox: 'One line of a project: a source address and the destination address that its items are copied to.',
  'saved filter': 'A filter of mailboxes that a workgroup keeps under a name, for all of its projects.',
  wave: 'Mailboxes of a project that cut over together, with the date on which they do.',
  tag: 'A word that groups mailboxes, such as Board or Berlin.',
  licence:
    'The right to migrate one mailbox (Mailbox) or all mailboxes of one customer user (User Bundle), where a workgroup uses licences.',
  notice: 'A message to the owners of mailboxes about their migration, sent by hand, at a time, or automatically.',
  script:
    'A PowerShell script that an administrator of a provider runs, written for the server’s version and the project’s mailboxes.',
  webhook: 'An address of another program to which Mailferry sends signed requests about events.',
  delivery: 'One message on its way to one webhook, with all of its attempts.',
  'item types': 'The kinds of items that a project copies, such as e-mail, calendar and contacts.',
  'excluded folders': 'Folders of the source that a project does not copy, including their subfolders.',
  'folder mapping': 'Rules that copy folders of the source to another place at the destination.',
  'recipient mapping': 'Rules that replace addresses in items with the addresses of the new domain.',
  'start date': 'The date of the oldest items that a project copies.',
  'end date': 'The date from which a project copies no more items.',
  pass: 'One piece of work on the mailboxes of a project: verify, inventory, trial, pre-stage, full or retry errors.',
  inventory: 'What both sides of a mailbox have: folders, items, sizes, and what is too large for the destination.',
  estimate: 'How long pre-stage and full pass will take, as a range, from the inventory and the measured speed.',
  run: 'One pass on one mailbox.',
  event: 'One fact that happened: who changed what, and when; events are only added and never changed.',
  slice: 'A bounded part of a run, after which the run continues in the next slice.',
  method: 'How an item is copied: by export and upload, by MIME, or element by element.',
  'batch size': 'How many items Mailferry reads or writes in one request.',
  capability: 'What a server is known to support, such as export and upload; remembered with its endpoint.',
  ledger: 'The record of every item of a mailbox: what was copied, what failed, and where the copy is.',
  'sync state': 'The server’s marker of how far a folder has been read.',
  'baseline sync state':
    'The sync state of a destination folder from before its first copy, which shows what arrived since.',
  unconfirmed:
    'Written, but not yet confirmed by the destination; Mailferry asks the destination before it writes again.',
  retry: 'Another attempt at an item or folder that failed.',
  'retry alone': 'Another attempt at an item in a request of its own, which shows whether that item is the cause.',
  recreate: 'Copies an item again because its copy at the destination cannot be used.',
  observe: 'Reads what a server lists, as opposed to what Mailferry itself wrote.',
  record: 'Writes a fact into the ledger.',
  report: 'Shows a fact to people, as an error, an omission or an event.',
  'set aside': 'Skipped in this pass because a server fails on the folder; the rest of the mailbox is copied.',
  'credential request':
    'A message with a secret link that asks the owner of a mailbox for its login and password; a pass waits for the answer.',
  message: 'A mail that Mailferry sends, to an agent or an end user.',
  template: 'The text of a kind of message in one language, with variables.',
  omission:
    'Something that could not be copied although the item or mailbox was: a setting, a property, an attachment.',
} as const;
