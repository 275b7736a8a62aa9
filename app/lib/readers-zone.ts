/** The time zone of the reader, by its IANA name. */
export const readersZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
