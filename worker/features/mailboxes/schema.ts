import { z } from 'zod';
import type { MailboxSide } from '../../lib/credential-request-facts.ts';
import { isUnknownLogin, REQUEST_STATES, SIDES } from '../../lib/credential-request-facts.ts';
import { Email } from '../../lib/email.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { plainText } from '../../lib/plain-text.ts';
import { PageQuery, pageOf } from '../kernel/page.ts';
import { ExcludedFolders, FolderMapping } from '../projects/schema.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { MAX_MAILBOXES_PER_REQUEST, MOST_EDITS_PER_REQUEST } from '../../lib/limits.ts';
import { TAG_LIMIT } from '../../lib/mailbox-tags.ts';
import { Tags } from '../../lib/new-mailbox-tags.ts';
import { MAILBOX_STATES } from '../../lib/mailbox-statuses.ts';
import { PHASES } from '../../lib/phases.ts';

const Login = plainText('The login is empty.', 320);
const Password = z.string().min(1, 'The password is empty.').max(1000);

const Contact = {
  contactEmail: Email.describe('Where to write to the owner of the mailbox, instead of its source address.'),
  contactName: plainText('The name is empty.', 200),
  language: z.enum(LANGUAGES).describe('Of messages to the owner.'),
};

type Given = Partial<Record<`${MailboxSide}Login` | `${MailboxSide}Password`, string | null | undefined>>;

/** Who does not know a login knows no password for it. */
function refusePasswordOfUnknown({ value, issues }: { value: Given; issues: z.core.$ZodRawIssue[] }): void {
  for (const side of SIDES)
    if (isUnknownLogin(value[`${side}Login`]) && typeof value[`${side}Password`] === 'string')
      issues.push({
        code: 'custom',
        path: [`${side}Password`],
        message: 'Leave out the password of an unknown login, or enter the login.',
        input: '',
      });
}

export const NewMailbox = z
  .strictObject({
    sourceEmail: Email,
    destinationEmail: Email,
    sourceLogin: Login.optional().describe(
      'Only needed if it differs from the source address. `unknown`: a pass asks the owner of the mailbox for login and password.',
    ),
    sourcePassword: Password.optional(),
    destinationLogin: Login.optional().describe('As `sourceLogin`.'),
    destinationPassword: Password.optional(),
    contactEmail: Contact.contactEmail.optional(),
    contactName: Contact.contactName.optional(),
    language: Contact.language.optional(),
    tags: Tags.optional(),
  })
  .check(refusePasswordOfUnknown)
  .meta({ ref: 'NewMailbox' });

export const MailboxesRequest = z
  .strictObject({
    mailboxes: z
      .array(NewMailbox)
      .min(1, 'There is no mailbox in the request.')
      .max(MAX_MAILBOXES_PER_REQUEST, `At most ${String(MAX_MAILBOXES_PER_REQUEST)} mailboxes can be added at once.`),
  })
  .meta({ ref: 'MailboxesRequest' });

export const MailboxChange = z
  .strictObject({
    sourceLogin: Login.nullable()
      .optional()
      .describe('Null: the source address. `unknown`: only its owner knows it; a password is removed.'),
    sourcePassword: Password.nullable().optional().describe('Null removes it.'),
    destinationLogin: Login.nullable().optional(),
    destinationPassword: Password.nullable().optional(),
    contactEmail: Contact.contactEmail.nullable().optional().describe('Null: the source address.'),
    contactName: Contact.contactName.nullable().optional().describe('Null: that of the customer user.'),
    language: Contact.language.nullable().optional().describe('Null: that of the customer, else of the workgroup.'),
  })
  .check(refusePasswordOfUnknown)
  .meta({ ref: 'MailboxChange' });

export const MailboxEdit = z
  .strictObject({
    id: z.string().max(100),
    destinationEmail: Email.optional().describe(
      'Only of a mailbox that no pass has copied from. A password of the destination goes, unless its login is named.',
    ),
    sourceLogin: Login.nullable().optional().describe('Null: the source address. `unknown`: only its owner knows it.'),
    sourcePassword: Password.nullable().optional().describe('Null removes it.'),
    destinationLogin: Login.nullable().optional(),
    destinationPassword: Password.nullable().optional(),
    tags: Tags.optional().describe('All tags of the mailbox from now on.'),
    waveId: z.string().max(100).nullable().optional().describe('A wave of the project. Null: none.'),
  })
  .meta({ ref: 'MailboxEdit' });

export const MailboxEdits = z
  .strictObject({
    mailboxes: z
      .array(MailboxEdit)
      .min(1, 'There is no mailbox in the request.')
      .max(MOST_EDITS_PER_REQUEST, `At most ${String(MOST_EDITS_PER_REQUEST)} mailboxes can be changed at once.`),
  })
  .meta({ ref: 'MailboxEdits' });

export const MailboxesDeletion = z
  .strictObject({
    mailboxIds: z
      .array(z.string().max(100))
      .min(1, 'There is no mailbox in the request.')
      .max(MOST_EDITS_PER_REQUEST, `At most ${String(MOST_EDITS_PER_REQUEST)} mailboxes can be deleted at once.`),
  })
  .meta({ ref: 'MailboxesDeletion' });

export const DeletedMailboxes = z
  .object({ deleted: z.int().min(0).describe('Mailboxes that were there and are deleted now.') })
  .meta({ ref: 'DeletedMailboxes' });

export const MailboxQuery = PageQuery.extend({
  state: z.enum(MAILBOX_STATES).optional(),
  q: z.string().trim().max(254).optional().describe('Part of the source or destination address.'),
  tag: z.string().trim().max(TAG_LIMIT).optional().describe('A tag, in any case.'),
  wave: z.string().trim().max(100).optional().describe('The id of a wave, or `none` for mailboxes in no wave.'),
});

const Count = z.int().min(0);
const Instant = z.string().nullable();

/** What a credential request shows, in every place. */
export const CredentialRequestFacts = z
  .object({
    id: z.string(),
    sides: z.array(z.enum(SIDES)),
    to: z.string(),
    name: z.string().nullable(),
    language: z.enum(LANGUAGES),
    state: z
      .enum(REQUEST_STATES)
      .describe('`opened`: a person has begun to fill in the form. That the page was opened says nothing.'),
    attempts: Count.describe('Sign-ins that a server refused.'),
    lastFailure: z
      .object({ side: z.enum(SIDES), code: z.string(), sentence: z.string(), at: Instant })
      .nullable()
      .describe('Why the last answer was not taken.'),
    lastAttemptAt: Instant,
    createdAt: z.string(),
    sentAt: Instant,
    openedAt: Instant,
    answeredAt: Instant,
    endedAt: Instant,
    expiresAt: z.string(),
    remindedAt: Instant,
    reminders: Count,
    isChecking: z.boolean().describe('An answer waits for a server that could not be reached.'),
    pendingSince: Instant.describe('Since when it waits.'),
    byCopiedLink: z.boolean().describe('An agent copied the link, to hand it over.'),
    messageId: z.string().nullable(),
  })
  .meta({ ref: 'CredentialRequestFacts' });

export const Mailbox = z
  .object({
    id: z.string(),
    projectId: z.string(),
    sourceEmail: z.string(),
    destinationEmail: z.string(),
    sourceLogin: z.string().nullable().describe('`unknown` until the owner of the mailbox has given it.'),
    destinationLogin: z.string().nullable(),
    contactEmail: z.string().nullable(),
    contactName: z.string().nullable(),
    contactLanguage: z.enum(LANGUAGES).nullable(),
    tags: z.array(z.string()),
    wave: z.object({ id: z.string(), name: z.string() }).nullable().describe('The mailboxes that it cuts over with.'),
    hasSourcePassword: z.boolean(),
    hasDestinationPassword: z.boolean(),
    sourcePasswordIssue: z
      .string()
      .nullable()
      .describe('Why the password cannot be used at the source: it was entered for another server.'),
    destinationPasswordIssue: z.string().nullable(),
    askAgain: z
      .enum(SIDES)
      .nullable()
      .describe('The side whose password stopped working, where the owner of the mailbox can be asked for it again.'),
    outsideDomains: z
      .array(z.enum(SIDES))
      .describe('Sides at which the address is in none of the mail domains that the endpoint lists. Only a warning.'),
    credentialRequest: CredentialRequestFacts.nullable().describe(
      'The latest credential request; null where there is none.',
    ),
    status: z.string().describe('In words, such as `Completed with 3 errors`.'),
    state: z.enum(MAILBOX_STATES),
    statusDetail: z.string().nullable(),
    failure: z
      .object({
        code: z.string(),
        title: z.string(),
        cause: z.string(),
        remedy: z.string(),
        credentialsOf: z.enum(SIDES).optional().describe('The side at which signing in failed.'),
      })
      .nullable(),
    phase: z.enum(PHASES).nullable(),
    progress: z.object({
      itemsTotal: Count,
      itemsDone: Count,
      itemsFailed: Count,
      itemsAdopted: Count.describe(
        'Of those done: items that were already at the destination, because they were forwarded or copied before.',
      ),
      bytesTotal: Count,
      bytesDone: Count,
      itemsPerSecond: z.number(),
      bytesPerSecond: z.number(),
      etaMs: z.number().nullable(),
      fraction: z.number().min(0).max(1),
    }),
    errorCount: Count,
    passId: z.string().nullable(),
    passType: z.enum(PASS_TYPES).nullable(),
    lastActivityAt: z.string().nullable(),
    createdAt: z.string(),
  })
  .meta({ ref: 'Mailbox' });

export const MailboxPage = pageOf('Mailbox', Mailbox);
export const AddedMailboxes = z.object({ items: z.array(Mailbox) }).meta({ ref: 'AddedMailboxes' });
export const EditedMailboxes = z.object({ items: z.array(Mailbox) }).meta({ ref: 'EditedMailboxes' });

export const FolderPreviewRequest = z
  .strictObject({
    excludedFolders: ExcludedFolders.optional().describe('Instead of the project’s own.'),
    folderMapping: FolderMapping.optional().describe('Instead of the project’s own.'),
  })
  .meta({ ref: 'FolderPreviewRequest' });

const Hits = {
  folders: Count.describe('Folders that the rule affects, including the subfolders of those that it matches.'),
  mailboxes: Count.describe('Mailboxes in which the rule matches a folder.'),
  items: Count,
  examples: z
    .array(z.object({ path: z.string(), mailboxes: Count }))
    .describe('The topmost folders that the rule matches, most common first; five at most.'),
};

export const FolderPreview = z
  .object({
    mailboxes: z
      .object({
        all: Count,
        known: Count.describe('Mailboxes whose folders a pass has seen. A verify pass is enough.'),
        looked: Count.describe('Mailboxes that this answer covers.'),
      })
      .describe('Mailboxes of the project.'),
    excluded: z
      .array(z.object({ folder: z.string(), ...Hits }))
      .describe('One entry per line, in the order of the request.'),
    mapped: z.array(z.object({ from: z.string(), to: z.string(), ...Hits })),
  })
  .meta({ ref: 'FolderPreview' });
