import { fromBase64 } from '../../lib/encoding.ts';
import type { Deps } from '../kernel/deps.ts';
import { validationProblem } from '../kernel/validate.ts';
import { readLogo } from './logo.ts';
import type { LookRow } from './table.ts';

function wrongLogo(message: string) {
  return validationProblem([{ path: ['logo'], message }]);
}

/** The columns of a new logo, or of none. Throws `validation-failed` for anything but a small raster picture. */
export function logoColumns(
  deps: Pick<Deps, 'newId'>,
  logo: string | null,
): Pick<LookRow, 'logo' | 'logoType' | 'logoKey'> {
  if (logo === null) return { logo: null, logoType: null, logoKey: null };
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(logo);
  } catch {
    throw wrongLogo('The logo is not in base64.');
  }
  const picture = readLogo(bytes);
  if (typeof picture === 'string') throw wrongLogo(picture);
  return { logo: bytes, logoType: picture.type, logoKey: deps.newId('logo') };
}
