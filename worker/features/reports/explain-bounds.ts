type Explanation = { title: string; cause: string; remedy: string };

const SHOW_PROVIDER =
  'Check the mailbox in webmail. If it looks right there, show the message to the provider: its server, or something in front of it, sends wrong answers. Then start the pass again. It continues where it stopped.';

/** A server sends more than any mailbox holds, or never ends. */
export const BOUNDS: Readonly<Record<string, Explanation>> = {
  'answer-too-large': {
    title: 'Answer too large',
    cause: 'The answer was larger, or nested more deeply, than any item or list can be. Mailferry did not read it.',
    remedy: SHOW_PROVIDER,
  },
  'too-many-folders': {
    title: 'Too many folders',
    cause: 'The mailbox has more folders than Mailferry copies from one mailbox.',
    remedy:
      'Check the mailbox in webmail. If the folders are real, archive or delete some of them. If not, show the message to the provider. Then start the pass again.',
  },
  'folders-too-deep': {
    title: 'Folders nested too deeply',
    cause: 'The server lists folders inside folders without end. Exchange itself allows at most 300 levels.',
    remedy: SHOW_PROVIDER,
  },
  'folder-names-too-long': {
    title: 'Folder names too long',
    cause: 'The folder names in this mailbox are longer than Exchange allows.',
    remedy: SHOW_PROVIDER,
  },
  'folders-without-end': {
    title: 'Folder list does not end',
    cause: 'The server keeps sending pages of folders with almost no new ones.',
    remedy: SHOW_PROVIDER,
  },
  'folder-without-end': {
    title: 'Folder does not end',
    cause: 'The server keeps listing items in a folder without reaching an end.',
    remedy: SHOW_PROVIDER,
  },
  'hour-spent': {
    title: 'Server lists too much',
    cause: 'The server keeps listing more items in this mailbox than the largest mailboxes hold.',
    remedy: SHOW_PROVIDER,
  },
};
