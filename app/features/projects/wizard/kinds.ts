import type { IconName } from '../../../ui/icon.tsx';
import type { Options } from '../options/options-draft.ts';

type KindOptions = Pick<Options, 'archive' | 'itemKinds'>;

/** What a project copies, as the first step of the wizard offers it: each presets a few options. */
export const KINDS = {
  mailboxes: {
    title: 'Mailboxes',
    about: 'Mail, calendars, contacts, tasks, notes and the settings of mailboxes. The usual choice.',
    icon: 'inbox',
    options: {},
  },
  archives: {
    title: 'Mailboxes and archives',
    about: 'The same, and the archive mailboxes as well. The destination mailboxes need archives of their own.',
    icon: 'projects',
    options: { archive: true },
  },
  'no-mail': {
    title: 'Calendars and contacts only',
    about: 'Calendars, contacts, distribution lists, tasks and notes, and no mail.',
    icon: 'clock',
    options: { itemKinds: ['calendar', 'contact', 'distribution-list', 'task', 'note'] },
  },
} as const satisfies Record<string, { title: string; about: string; icon: IconName; options: KindOptions }>;

export type Kind = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** Options after the choice of a kind; what another kind has preset goes, everything else stays. */
export function optionsFor(kind: Kind, { archive: _archive, itemKinds: _itemKinds, ...others }: Options): Options {
  const preset: KindOptions = KINDS[kind].options;
  return {
    ...others,
    ...(preset.archive !== undefined && { archive: preset.archive }),
    ...(preset.itemKinds && { itemKinds: [...preset.itemKinds] }),
  };
}
