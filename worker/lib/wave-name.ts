import { plainText } from './plain-text.ts';
import { NO_WAVE, WAVE_NAME_LIMIT, waveKey } from './wave-key.ts';

/** The name of a wave, such as `Berlin` or `Week 2`. Case does not count. */
export const WaveName = plainText('The name is empty.', WAVE_NAME_LIMIT).refine(
  (name) => waveKey(name) !== NO_WAVE,
  `Choose another name: “${NO_WAVE}” stands for mailboxes in no wave.`,
);
