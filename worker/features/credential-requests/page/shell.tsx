import type { Child } from 'hono/jsx';
import type { Language } from '../../../lib/mail/languages.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../lib/mail/languages.ts';
import { SCRIPT_PATH, stylesPath } from './files.ts';
import type { Asker } from './page-view.ts';
import { textsOf } from './texts/texts-of.ts';

/** Of a page that is not about any request, as nothing is known of its reader. */
const NOBODY: Pick<Asker, 'company' | 'accent' | 'logoPath'> = { company: 'Mailferry', accent: '#0b6e6e' };

/** Without a script the page loads again after so many seconds. */
const REFRESH_SECONDS = 60;

export type ShellProps = {
  language: Language;
  /** Of the window. */
  title: string;
  asker?: Asker | undefined;
  /** Follows what happens; the state that is shown. */
  live?: string | undefined;
  /** Shown to agents: without links that lead on, and without a script. */
  isPreview?: boolean;
  children: Child;
};

/** The whole document around a page. It names no address of its own: relative links keep the token out of it. */
export function Shell({ language, title, asker, live, isPreview = false, children }: ShellProps) {
  const { company, accent, logoPath } = asker ?? NOBODY;
  const texts = textsOf(language);
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <title>{title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={stylesPath(accent)} />
        {live !== undefined && !isPreview && (
          <noscript>
            <meta http-equiv="refresh" content={String(REFRESH_SECONDS)} />
          </noscript>
        )}
        {!isPreview && <script src={SCRIPT_PATH} defer></script>}
      </head>
      <body>
        {isPreview && (
          <p class="banner" role="note">
            <strong>{texts.preview.title}.</strong> {texts.preview.text}
          </p>
        )}
        <div class="page">
          <header class="brand">
            {logoPath === undefined ? <bdi>{company}</bdi> : <img src={logoPath} alt={company} height="40" />}
          </header>
          <main class="card" {...(live !== undefined && !isPreview && { 'data-live': live })}>
            {children}
          </main>
          <footer>
            <nav aria-label={texts.language}>
              <ul class="languages">
                {LANGUAGES.map((each) => (
                  <li>
                    <a
                      href={`?language=${each}`}
                      lang={each}
                      hreflang={each}
                      {...(each === language && { 'aria-current': 'true' })}
                    >
                      {LANGUAGE_NAMES[each]}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          </footer>
        </div>
      </body>
    </html>
  );
}
