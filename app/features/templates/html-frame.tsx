import type { JSX } from 'solid-js';
import { createEffect } from 'solid-js';
import styles from './templates.module.css';

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
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const rules = [...parsed.querySelectorAll('style')].map((style) => style.textContent).join('\n');
    for (const element of parsed.querySelectorAll('style, script')) element.remove();
    const body = inside.importNode(parsed.body, true);
    for (const element of [body, ...body.querySelectorAll<HTMLElement>('[style]')]) {
      const css = element.getAttribute('style') ?? '';
      element.removeAttribute('style');
      element.style.cssText = css;
    }
    for (const link of body.querySelectorAll('a')) link.removeAttribute('href');
    inside.documentElement.lang = parsed.documentElement.lang;
    inside.body.replaceWith(body);
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(rules);
    inside.adoptedStyleSheets = [sheet];
  });
  return (
    <iframe
      ref={frame}
      class={styles.frame}
      sandbox="allow-same-origin"
      title="Preview as HTML"
      // What stands in the frame sees this as the colour scheme of its reader.
      style={{ 'color-scheme': props.isDark ? 'dark' : 'light' }}
    />
  );
}
