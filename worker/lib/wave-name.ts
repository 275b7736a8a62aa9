import { plainText } from './plain-text.ts';

/** Characters of the name of a wave, and waves of one project. */
export const WAVE_NAME_LIMIT = 60;
export const MOST_WAVES = 200;

/** In filters and lists: mailboxes in no wave. */
export const NO_WAVE = 'none';

/** Two spellings of one name have the same key. */
export const waveKey = (name: string): string => name.toLowerCase();

/** What is wrong with a trimmed name; undefined where nothing is. */
export const isReservedWaveName = (name: string): boolean => waveKey(name) === NO_WAVE;

/** The name of a wave, such as `Berlin` or `Week 2`. Case does not count. */
export const WaveName = plainText('The name is empty.', WAVE_NAME_LIMIT).refine(
  (name) => !isReservedWaveName(name),
  `Choose another name: “${NO_WAVE}” stands for mailboxes in no wave.`,
);
