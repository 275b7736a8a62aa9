import { onCleanup } from 'solid-js';

const REACHABLE = 'button:not(:disabled), a[href], input:not(:disabled, [hidden]), select:not(:disabled), textarea';

/**
 * Keeps the keyboard within a part of the page whose contents come and go. Where what has the focus is taken away, the
 * focus goes to the `first` control of what is there instead, such as the next step of a set-up; or to the one that is `near`
 * its place, such as the same button of the next line. Without it the reader would begin again at the top of the page.
 */
export function keepFocus(box: HTMLElement, goesTo: 'first' | 'near'): void {
  const reachable = () => [...box.querySelectorAll<HTMLElement>(REACHABLE)];
  let last: { element: Element; place: number } | undefined;
  const note = ({ target }: FocusEvent) => {
    last = { element: target as Element, place: reachable().indexOf(target as HTMLElement) };
  };
  // Who leaves by themselves is not fetched back. What is taken away may report the same.
  const forget = ({ target }: FocusEvent) =>
    queueMicrotask(() => {
      if (last?.element === target && last.element.isConnected && document.activeElement !== target) last = undefined;
    });
  const observer = new MutationObserver(() => {
    if (last === undefined || last.element.isConnected) return;
    const { place } = last;
    last = undefined;
    // The focus has gone elsewhere by itself.
    if (document.activeElement !== document.body) return;
    const controls = reachable();
    const next = goesTo === 'first' ? controls[0] : controls[Math.min(place, controls.length - 1)];
    if (next) next.focus();
    else {
      box.tabIndex = -1;
      box.focus();
    }
  });
  box.addEventListener('focusin', note);
  box.addEventListener('focusout', forget);
  observer.observe(box, { childList: true, subtree: true });
  onCleanup(() => observer.disconnect());
}
