/** Characters of the name of a wave, and waves of one project. */
export const WAVE_NAME_LIMIT = 60;
export const MOST_WAVES = 200;

/** In filters and lists: mailboxes in no wave. No wave has this name. */
export const NO_WAVE = 'none';

/** Two spellings of one name have the same key. */
export const waveKey = (name: string): string => name.toLowerCase();
