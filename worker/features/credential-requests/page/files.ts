import { coloursOf } from '../../templates/render/shell.ts';
import { SCRIPT } from './script.ts';
import { STYLES } from './styles.ts';

/** A number of 32 bits that changes with the text (FNV-1a): what browsers keep is found by it. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36);
}

export const STYLES_VERSION = fingerprint(STYLES);
export const SCRIPT_VERSION = fingerprint(SCRIPT);

/** `#rrggbb` without its sign; anything else is no colour. */
const COLOUR = /^[\da-f]{6}$/;

export const stylesPath = (accent: string): string =>
  `/r/page.css?v=${STYLES_VERSION}&accent=${accent.slice(1).toLowerCase()}`;
export const SCRIPT_PATH = `/r/page.js?v=${SCRIPT_VERSION}`;

/** The styles with the colour of whoever asks; undefined for what is no colour. A policy without inline styles needs it here. */
export function stylesIn(accent: string): string | undefined {
  if (!COLOUR.test(accent)) return undefined;
  const { onAccent } = coloursOf(`#${accent}`);
  return `${STYLES}:root{--accent:#${accent};--on-accent:${onAccent};--bar:#${accent}}\n@media (prefers-color-scheme:dark){:root{--bar:#8fdba3}.main{border-color:#b1bac4;border-color:var(--soft)}}\n`;
}
