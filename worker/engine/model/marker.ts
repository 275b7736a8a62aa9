/** Prefix of the marker while a copy is incomplete. */
const UNFINISHED = 'unfinished ';

/** The marker of an unfinished copy. */
export function unfinishedMarker(sourceId: string): string {
  return UNFINISHED + sourceId;
}

/** The source id of an unfinished copy in its folder, read from its marker; undefined for all other items. */
export function unfinishedOf(marker: string | undefined): string | undefined {
  return marker?.startsWith(UNFINISHED) ? marker.slice(UNFINISHED.length) : undefined;
}
