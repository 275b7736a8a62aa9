import type { Language } from '../../../lib/mail/languages.ts';
import { WORDS } from '../texts/words.ts';
import type { Colours } from './to-html.ts';
import { escapeHtml, TEXT_STYLE } from './to-html.ts';

/** What a message looks like: `logoUrl` of our own address, `accent` as `#rrggbb`. */
export type Look = { company: string; logoUrl?: string; accent: string };

const SMALL = 'font-size:13px;line-height:20px;color:#57606a';

/** By class: what the inline styles say of light becomes this. */
const DARK: readonly (readonly [selectors: readonly string[], declarations: string])[] = [
  [['.page', '.page>tbody>tr>td'], 'background-color:#16191d!important'],
  // The line at its top keeps the accent.
  [
    ['.card'],
    'background-color:#22262b!important;border-left-color:#3a4047!important;border-right-color:#3a4047!important;border-bottom-color:#3a4047!important',
  ],
  [['.code'], 'background-color:#16191d!important'],
  [['.text', '.brand'], 'color:#e8eaed!important'],
  [['.small'], 'color:#a9b1ba!important'],
  [['.link'], 'color:#8ab4f8!important'],
  [['.quote', '.line'], 'border-color:#4a515a!important'],
];

function darkRules(prefix: string): string {
  return DARK.map(
    ([selectors, declarations]) => `${selectors.map((one) => `${prefix}${one}`).join(',')}{${declarations}}`,
  ).join('\n');
}

/** Mail programs differ in how they say that they are dark; those of Outlook mark their page. */
const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
${darkRules('')}
}
${darkRules('[data-ogsc] ')}
@media (max-width:480px){
.card>tbody>tr>td{padding:20px!important}
}`;

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** White or black on the accent, whichever has more contrast (WCAG 2.2). */
export function coloursOf(accent: string): Colours {
  const light = luminance(accent);
  return { accent, onAccent: 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? '#ffffff' : '#000000' };
}

function brandHtml({ company, logoUrl }: Look): string {
  const name = `<span class="brand" style="${TEXT_STYLE};font-weight:600">${escapeHtml(company)}</span>`;
  if (!logoUrl) return name;
  // Where pictures are off, the text in its place looks like the name.
  return `<img src="${escapeHtml(logoUrl)}" alt="${escapeHtml(company)}" height="40" class="brand" style="${TEXT_STYLE};font-weight:600;display:block;border:0;height:40px;width:auto;max-width:240px">`;
}

/** The whole page of a message around its body. */
export function pageHtml(subject: string, body: string, look: Look, language: Language, canReply: boolean): string {
  const words = WORDS[language];
  const foot = [escapeHtml(look.company), words.automatic, ...(canReply ? [words.reply] : [])].join('<br>');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(subject)}</title><style>${STYLE}</style></head>
<body style="margin:0;padding:0"><table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f4f6" style="background-color:#f3f4f6"><tr><td align="center" style="padding:24px 12px">
<!--[if mso]><table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td align="left" style="padding:0 4px 16px">${brandHtml(look)}</td></tr></table>
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="max-width:560px;background-color:#ffffff;border:1px solid #e1e4e8;border-top:4px solid ${look.accent};border-radius:8px"><tr><td align="left" style="padding:28px 28px 12px">
${body}
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td class="small" align="left" style="${TEXT_STYLE};${SMALL};padding:16px 4px 0">${foot}</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table></body></html>`;
}

/** What stands under the text of a message, as in its HTML. */
export function footText(look: Look, language: Language, canReply: boolean): string {
  const words = WORDS[language];
  return [look.company, words.automatic, ...(canReply ? [words.reply] : [])].join('\n');
}
