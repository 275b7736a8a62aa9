import { z } from 'zod';
import { UserText } from '../../lib/user-text.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { MESSAGE_KIND_NAMES } from '../../lib/mail/message-kinds.ts';
import { LOGO_BYTES_LIMIT } from './logo.ts';

const kind = z.enum(MESSAGE_KIND_NAMES);
const language = z.enum(LANGUAGES);

export const TemplateText = z
  .object({
    subject: z.string().trim().min(1, 'A message needs a subject.').max(300).describe('Plain text with variables.'),
    body: z.string().min(1, 'A message needs a text.').max(20_000).describe('Markdown with variables: `{{company}}`.'),
  })
  .meta({ ref: 'TemplateText' });

export const TemplateList = z
  .object({
    kinds: z.array(
      z.object({
        kind,
        title: z.string(),
        about: z.string(),
        variables: z.array(z.object({ name: z.string(), type: z.string() })),
        changed: z.array(language).describe('The languages in which the workgroup has a template of its own.'),
      }),
    ),
    languages: z.array(z.object({ language, name: z.string() })),
  })
  .meta({ ref: 'TemplateList' });

export const TemplateAnswer = z
  .object({ kind, language, subject: z.string(), body: z.string(), isChanged: z.boolean() })
  .meta({ ref: 'Template' });

export const TemplatePreview = z
  .object({
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .describe('What keeps the template from being saved. The preview is empty then.'),
  })
  .meta({ ref: 'TemplatePreview' });

export const LookChange = z
  .object({
    accent: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'A colour looks like #0b6e6e.')
      .nullable()
      .optional()
      .describe('Colour of buttons, `#rrggbb`. Null: the usual one.'),
    logo: z
      .string()
      .max(Math.ceil((LOGO_BYTES_LIMIT * 4) / 3) + 8)
      .nullable()
      .optional()
      .describe('PNG, JPEG or GIF in base64, at most 200 KB. Null removes it.'),
    userText: UserText.nullable().optional().describe('What end users read where they enter their password.'),
  })
  .meta({ ref: 'LookChange' });

export const LookAnswer = z
  .object({ accent: z.string().nullable(), logoUrl: z.string().nullable(), userText: z.string().nullable() })
  .meta({ ref: 'Look' });
