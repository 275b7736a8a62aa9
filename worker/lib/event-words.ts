const FIELDS: Readonly<Record<string, string>> = {
  url: 'address',
  email: 'e-mail address',
  contactName: 'contact',
  customerId: 'customer',
  username: 'user name',
  useImpersonation: 'impersonation',
  consentHosts: 'further hosts',
  sourceEndpointId: 'source endpoint',
  destinationEndpointId: 'destination endpoint',
  sourceLogin: 'source login',
  destinationLogin: 'destination login',
  sourcePassword: 'source password',
  destinationPassword: 'destination password',
  contactEmail: 'address to write to',
  contactLanguage: 'language',
  waveId: 'wave',
  cutoverAt: 'cutover',
  requestValidDays: 'days that links of credential requests work',
  reminderDays: 'days of the reminders',
  purgeAfterDays: 'days until unused credentials are deleted',
  senderAddress: 'sender address',
  replyTo: 'reply-to address',
  smtpHost: 'mail server',
  smtpPort: 'port',
  smtpSecurity: 'encryption',
  smtpUsername: 'user name',
  smtpPassword: 'password of the mail server',
  dkimSelector: 'DKIM selector',
  accent: 'colour',
  body: 'text',
  'options.maximumConcurrentMigrations': 'mailboxes at the same time',
  'options.copyPaths': 'methods',
  'options.includeSubjects': 'subjects of failed items',
  'options.maximumErrors': 'maximum errors',
  'options.excludedFolders': 'excluded folders',
  'options.folderMapping': 'folder mapping',
  'options.itemKinds': 'item types',
  'options.from': 'start date',
  'options.until': 'end date',
  'options.deletions': 'deleted items',
  'options.recipientMapping': 'recipient mapping',
  'options.rewriteAddresses': 'rewriting of all addresses',
  'options.maximumDeletions': 'maximum deletions',
  'options.archive': 'archive mailbox',
  'options.recoverableItems': 'recoverable items',
  'options.notices': 'automatic notices',
  'options.settings': 'settings to copy',
};

const MOST_LISTED = 3;

/** A field as screens name it. */
export function fieldWords(field: string): string {
  const known = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (known) return known;
  const last = field.slice(field.lastIndexOf('.') + 1);
  return last.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A value in words. `names` has those of objects, by id. */
export function valueWords(value: unknown, names: Readonly<Record<string, string>> = {}): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (value === true) return 'on';
  if (value === false) return 'off';
  if (typeof value === 'string') return Object.hasOwn(names, value) ? `“${names[value]}”` : `“${value}”`;
  if (Array.isArray(value)) return listWords(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]) => `${fieldWords(name)} ${valueWords(part)}`);
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function listWords(values: readonly unknown[]): string {
  if (values.length === 0) return 'none';
  if (values.some((value) => typeof value === 'object'))
    return `${String(values.length)} ${values.length === 1 ? 'entry' : 'entries'}`;
  const shown = values.slice(0, MOST_LISTED).map((value) => valueWords(value));
  const left = values.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${String(left)} more` : ''}`;
}
