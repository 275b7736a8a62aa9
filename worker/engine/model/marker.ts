/** What the marker of a copy begins with while the copy is not whole. */
const UNFINISHED = 'unfinished ';

/** The marker of what is begun of an item. */
export function unfinishedMarker(sourceId: string): string {
  return UNFINISHED + sourceId;
}

/** The source's id of what was begun in place and has not been finished, by its marker; undefined for all else. */
export function unfinishedOf(marker: string | undefined): string | undefined {
  return marker?.startsWith(UNFINISHED) ? marker.slice(UNFINISHED.length) : undefined;
}
