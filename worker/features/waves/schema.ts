import { TimeZone } from '../../lib/time-zone.ts';
import { WaveName } from '../../lib/wave-name.ts';
import { z } from '../../lib/zod.ts';
import { pageOf } from '../kernel/page.ts';

const CutoverAt = z.iso
  .datetime({ offset: true, error: 'Enter an instant with its offset, such as 2026-12-04T22:00:00+01:00.' })
  .nullable()
  .optional()
  .describe('When its mailboxes cut over. Null: not decided.');
const Zone = TimeZone.nullable()
  .optional()
  .describe('The zone in which the cutover is planned, as IANA names it. Default: UTC.');

export const NewWave = z
  .strictObject({ name: WaveName, cutoverAt: CutoverAt, timeZone: Zone })
  .meta({ ref: 'NewWave' });

export const WaveChange = z
  .strictObject({ name: WaveName.optional(), cutoverAt: CutoverAt, timeZone: Zone })
  .meta({ ref: 'WaveChange' });

export const Wave = z
  .object({
    id: z.string(),
    projectId: z.string(),
    name: z.string(),
    cutoverAt: z.string().nullable().describe('When its mailboxes cut over. Null: not decided.'),
    timeZone: z.string().nullable().describe('The zone in which the cutover is planned. Null: not decided.'),
    mailboxes: z.int().min(0).describe('How many mailboxes are in it.'),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ ref: 'Wave' });

export const WavePage = pageOf('Wave', Wave);
