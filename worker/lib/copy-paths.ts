/** How an item crosses, best first: whole by export and upload, as MIME, or element by element. */
export const COPY_PATHS = ['transfer', 'mime', 'typed'] as const;
export type CopyPath = (typeof COPY_PATHS)[number];
