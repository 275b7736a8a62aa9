/** How an item crosses, best first: whole by export and upload, as MIME, or element by element. */
export const COPY_METHODS = ['transfer', 'mime', 'typed'] as const;
export type CopyMethod = (typeof COPY_METHODS)[number];
