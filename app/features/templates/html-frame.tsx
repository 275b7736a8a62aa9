import type { JSX } from 'solid-js';
import { createEffect } from 'solid-js';
import styles from './templates.module.css';

/** Applies what the message says for the dark mode of mail programs, or takes it away, whatever this browser prefers. */
function forTheme(sheet: CSSStyleSheet, isDark: boolean): void {
  // From the end, as what is deleted moves the rules after it.
  for (let index = sheet.cssRules.length - 1; index >= 0; index--) {
    const { media } = sheet.cssRules[index] as Partial<CSSMediaRule>;
    if (!media?.mediaText.includes('prefers-color-scheme')) continue;
    if (isDark) media.mediaText = 'all';
    else sheet.deleteRule(index);
  }
}

/**
 * A message without what the policy would refuse while it is parsed. The API writes every tag itself: in the texts of a
 * message there are neither quotes nor angle brackets.
 */
function withoutStyles(html: string): { page: string; rules: string } {
  const [head = '', rest = ''] = html.split('<style>', 2);
  const [rules = '', tail = ''] = rest.split('</style>', 2);
  return { page: `${head}${tail}`.replaceAll(' style="', ' data-style="'), rules };
}

/**
 * Shows the HTML of a message. The app's policy allows no inline styles, so that they are set one by one on the parsed
 * page; nothing in the frame can run, for the frame has no right to.
 */
export function HtmlFrame(props: { html: string; isDark: boolean }): JSX.Element {
  let frame!: HTMLIFrameElement;
  createEffect(() => {
    const { html } = props;
    const inside = frame.contentDocument;
    const view = frame.contentWindow as (Window & typeof globalThis) | null;
    if (!inside || !view) return;
    const { page, rules } = withoutStyles(html);
    const parsed = new DOMParser().parseFromString(page, 'text/html');
    const body = inside.importNode(parsed.body, true);
    for (const element of [body, ...body.querySelectorAll<HTMLElement>('[data-style]')]) {
      element.style.cssText = element.dataset.style ?? '';
      delete element.dataset.style;
    }
    for (const link of body.querySelectorAll('a')) link.removeAttribute('href');
    inside.documentElement.lang = parsed.documentElement.lang;
    inside.body.replaceWith(body);
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(rules);
    forTheme(sheet, props.isDark);
    inside.adoptedStyleSheets = [sheet];
  });
  return (
    <iframe
      ref={frame}
      class={styles.frame}
      sandbox="allow-same-origin"
      title="Preview as HTML"
      // The page in the frame takes this as the colour scheme that its reader prefers.
      style={{ 'color-scheme': props.isDark ? 'dark' : 'light' }}
    />
  );
}
