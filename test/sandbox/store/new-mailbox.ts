import type { Profile } from '../profiles/profiles.ts';
import { insertFolder, type StoredFolder } from './folders.ts';
import type { Mailbox, Store } from './store.ts';

type Known = { id: string; parent: string; folderClass: string; names: Record<string, string>; isHidden?: boolean };

const known = (
  id: string,
  parent: string,
  folderClass: string,
  en: string,
  names: Record<string, string> = {},
  isHidden = false,
): Known => ({
  id,
  parent,
  folderClass,
  names: { en, ...names },
  isHidden,
});

/** Folders that every mailbox has, by Exchange's own names, with what people of some languages see. */
const KNOWN: readonly Known[] = [
  known('root', '', '', 'Root'),
  known('msgfolderroot', 'root', '', 'Top of Information Store', {
    de: 'Oberste Ebene des Informationsspeichers',
    fr: 'Banque d’informations',
  }),
  known('inbox', 'msgfolderroot', 'IPF.Note', 'Inbox', {
    de: 'Posteingang',
    fr: 'Boîte de réception',
    es: 'Bandeja de entrada',
    ja: '受信トレイ',
    ru: 'Входящие',
  }),
  known('drafts', 'msgfolderroot', 'IPF.Note', 'Drafts', {
    de: 'Entwürfe',
    fr: 'Brouillons',
    es: 'Borradores',
    ja: '下書き',
    ru: 'Черновики',
  }),
  known('sentitems', 'msgfolderroot', 'IPF.Note', 'Sent Items', {
    de: 'Gesendete Elemente',
    fr: 'Éléments envoyés',
    es: 'Elementos enviados',
    ja: '送信済みアイテム',
    ru: 'Отправленные',
  }),
  known('deleteditems', 'msgfolderroot', 'IPF.Note', 'Deleted Items', {
    de: 'Gelöschte Elemente',
    fr: 'Éléments supprimés',
    es: 'Elementos eliminados',
    ja: '削除済みアイテム',
    ru: 'Удаленные',
  }),
  known('outbox', 'msgfolderroot', 'IPF.Note', 'Outbox', {
    de: 'Postausgang',
    fr: 'Boîte d’envoi',
    es: 'Bandeja de salida',
    ja: '送信トレイ',
    ru: 'Исходящие',
  }),
  known('calendar', 'msgfolderroot', 'IPF.Appointment', 'Calendar', {
    de: 'Kalender',
    fr: 'Calendrier',
    es: 'Calendario',
    ja: '予定表',
    ru: 'Календарь',
  }),
  known('contacts', 'msgfolderroot', 'IPF.Contact', 'Contacts', {
    de: 'Kontakte',
    es: 'Contactos',
    ja: '連絡先',
    ru: 'Контакты',
  }),
  known('tasks', 'msgfolderroot', 'IPF.Task', 'Tasks', {
    de: 'Aufgaben',
    fr: 'Tâches',
    es: 'Tareas',
    ja: 'タスク',
    ru: 'Задачи',
  }),
  known('notes', 'msgfolderroot', 'IPF.StickyNote', 'Notes', { de: 'Notizen', es: 'Notas', ja: 'メモ', ru: 'Заметки' }),
  known('journal', 'msgfolderroot', 'IPF.Journal', 'Journal', { es: 'Diario', ja: '履歴', ru: 'Дневник' }),
  known('junkemail', 'msgfolderroot', 'IPF.Note', 'Junk E-mail', {
    de: 'Junk-E-Mail',
    fr: 'Courrier indésirable',
    es: 'Correo no deseado',
    ja: '迷惑メール',
    ru: 'Нежелательная почта',
  }),
  known('conversationhistory', 'msgfolderroot', 'IPF.Note', 'Conversation History', {
    de: 'Aufgezeichnete Unterhaltungen',
  }),
  known('syncissues', 'msgfolderroot', 'IPF.Note', 'Sync Issues', { de: 'Synchronisierungsprobleme' }),
  known('conflicts', 'syncissues', 'IPF.Note', 'Conflicts', { de: 'Konflikte' }),
  known('localfailures', 'syncissues', 'IPF.Note', 'Local Failures', { de: 'Lokale Fehler' }),
  known('serverfailures', 'syncissues', 'IPF.Note', 'Server Failures', { de: 'Serverfehler' }),
  known('recipientcache', 'contacts', 'IPF.Contact.RecipientCache', 'Recipient Cache', {}, true),
  known('quickcontacts', 'contacts', 'IPF.Contact.MOC.QuickContacts', 'Lync Contacts', {}, true),
  known('imcontactlist', 'contacts', 'IPF.Contact.MOC.ImContactList', 'IM Contacts', {}, true),
  known('directory', 'root', '', 'Directory', {}, true),
  known('searchfolders', 'root', '', 'Finder', {}, true),
  known('voicemail', 'searchfolders', 'IPF.Note.Microsoft.Voicemail', 'Voice Mail'),
  known('recoverableitemsroot', 'root', '', 'Recoverable Items', {}, true),
  known('recoverableitemsdeletions', 'recoverableitemsroot', '', 'Deletions'),
  known('recoverableitemsversions', 'recoverableitemsroot', '', 'Versions'),
  known('recoverableitemspurges', 'recoverableitemsroot', '', 'Purges'),
];

/** What the second mailbox of a person has, who has one. Its inbox can be named since 15.00.0913.09 alone. */
const ARCHIVE: readonly Known[] = [
  known('archiveroot', '', '', 'Root'),
  known('archivemsgfolderroot', 'archiveroot', '', 'Top of Information Store'),
  known('archiveinbox', 'archivemsgfolderroot', 'IPF.Note', 'Inbox'),
  known('archivedeleteditems', 'archivemsgfolderroot', 'IPF.Note', 'Deleted Items'),
  known('archiverecoverableitemsroot', 'archiveroot', '', 'Recoverable Items', {}, true),
  known('archiverecoverableitemsdeletions', 'archiverecoverableitemsroot', '', 'Deletions'),
  known('archiverecoverableitemsversions', 'archiverecoverableitemsroot', '', 'Versions'),
  known('archiverecoverableitemspurges', 'archiverecoverableitemsroot', '', 'Purges'),
];

export type MailboxOptions = {
  email: string;
  password: string;
  name?: string;
  /** Language of the folder names. */ language?: string;
  guid?: string;
  /** Whether there is an archive mailbox besides. */
  archive?: boolean;
};

/** Makes an empty mailbox with the folders that its server gives every mailbox. */
export function createMailbox(store: Store, profile: Profile, options: MailboxOptions): Mailbox {
  return store.transaction(() => {
    const { email, password, language, archive } = options;
    const mailbox = store.insertMailbox(email, password, options.name, options.guid);
    addKnownFolders(store, mailbox, profile, language, archive);
    return mailbox;
  });
}

/** Gives a mailbox without folders those that its server gives every mailbox. */
export function addKnownFolders(
  store: Store,
  mailbox: Mailbox,
  profile: Profile,
  language = 'en',
  archive = false,
): void {
  const made = new Map<string, StoredFolder>();
  for (const each of archive ? [...KNOWN, ...ARCHIVE] : KNOWN) {
    if (!profile.distinguishedFolders.includes(each.id)) continue;
    const folder = insertFolder(store, mailbox.id, {
      parent: made.get(each.parent)?.id ?? 0,
      name: each.names[language] ?? each.names['en'] ?? each.id,
      folderClass: each.folderClass,
      distinguishedId: each.id,
      isHidden: each.isHidden === true,
    });
    made.set(each.id, folder);
  }
}
