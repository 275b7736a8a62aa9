import type { Seen } from './seen.ts';

export const isOf2007 = ({ version }: Pick<Seen, 'version'>): boolean => version?.startsWith('Exchange2007') === true;
