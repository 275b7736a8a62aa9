import { toaster } from '@kobalte/core/toast';
import { cleanup } from '@solidjs/testing-library';
import { afterAll, afterEach, vi } from 'vitest';
// What comes on demand is there already, as when a page has been open for a moment.
import '../../app/ui/data-table/sorted-rows.ts';
import '../../app/ui/open-combobox.tsx';
import '../../app/ui/open-dialog.tsx';
import '../../app/ui/open-menu.tsx';
import '../../app/ui/open-tooltip.tsx';
import '../../app/ui/toast-list.tsx';
import '../../worker/lib/zod.ts';

// One process runs many files, and the library asks for its own clean-up in the first alone.
afterEach(() => {
  cleanup();
  // Only a few are shown at a time.
  toaster.clear();
});
afterAll(() => {
  // What a test put there by hand would be found by the next file.
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  localStorage.clear();
  history.replaceState(null, '', '/');
});

// Browser features that the app needs and jsdom lacks.
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {} }) as never;
Object.assign(HTMLDialogElement.prototype, {
  showModal(this: HTMLDialogElement) {
    this.open = true;
  },
  close(this: HTMLDialogElement) {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  },
});
window.scrollTo = () => {};
window.PointerEvent ??= class extends MouseEvent {
  readonly pointerType: string;
  constructor(type: string, init: PointerEventInit = {}) {
    super(type, init);
    this.pointerType = init.pointerType ?? '';
  }
} as never;
// A browser says `none` of what is not animated; jsdom says nothing, and what leaves would be waited for.
const computedStyle = window.getComputedStyle.bind(window);
window.getComputedStyle = (element, pseudo) => {
  const style = computedStyle(element, pseudo);
  if (style.animationName === '') style.animationName = 'none';
  return style;
};
// It reports the first size, as a browser does. jsdom lays nothing out: there is room for every column.
const ROOM_PX = 1280;
window.ResizeObserver ??= class {
  readonly report: ResizeObserverCallback;
  constructor(report: ResizeObserverCallback) {
    this.report = report;
  }
  observe(element: Element): void {
    const contentRect = new DOMRect(0, 0, ROOM_PX, element.clientHeight);
    this.report([{ target: element, contentRect } as unknown as ResizeObserverEntry], this);
  }
  unobserve(): void {}
  disconnect(): void {}
};
