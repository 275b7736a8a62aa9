type Explanation = { title: string; cause: string; remedy: string };

const SHOW_PROVIDER =
  'Look into the mailbox in web mail. If it is in order, show the message to the provider: its server, or something in front of it, answers wrongly. Then start the pass again: it goes on where it stood.';

/** Of a server that sends more than any mailbox holds, or goes on without end. */
export const BOUNDS: Readonly<Record<string, Explanation>> = {
  'answer-too-large': {
    title: 'Answer is too large',
    cause: 'The server answered with more, or deeper nested, than any item or list comes to. The answer was not read.',
    remedy: SHOW_PROVIDER,
  },
  'too-many-folders': {
    title: 'Too many folders',
    cause: 'The server lists more folders than Mailferry copies of one mailbox.',
    remedy:
      'Look into the mailbox in web mail. If all these folders are its own, have some archived or deleted; else show the message to the provider. Then start the pass again.',
  },
  'folders-too-deep': {
    title: 'Folders are nested too deeply',
    cause: 'The server lists folders within folders without end; Exchange itself makes no more than 300 levels.',
    remedy: SHOW_PROVIDER,
  },
  'folder-names-too-long': {
    title: 'Names of folders are too long',
    cause: 'The names of the folders in this mailbox are longer than servers let people make them.',
    remedy: SHOW_PROVIDER,
  },
  'folders-without-end': {
    title: 'The list of folders does not end',
    cause: 'The server goes on listing folders, page by page, and next to no new ones come.',
    remedy: SHOW_PROVIDER,
  },
  'folder-without-end': {
    title: 'A folder does not end',
    cause: 'The server goes on listing what is in a folder, and there is no end of it.',
    remedy: SHOW_PROVIDER,
  },
  'hour-spent': {
    title: 'The server lists too much',
    cause: 'The server lists more of this mailbox than the largest mailboxes hold, again and again.',
    remedy: SHOW_PROVIDER,
  },
};
