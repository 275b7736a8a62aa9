import type { JSX, ParentProps } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { onDemand } from './on-demand.ts';

export type DialogProps = ParentProps<{
  title: string;
  /** It asks before something that cannot be undone. */
  isAlert?: boolean;
  onClose: () => void;
}>;

const part = onDemand(async () => (await import('./open-dialog.tsx')).OpenDialog);

/** Where the focus returns to: an entry of a menu is gone by then, its button is not. */
function openerNow(): Element | null {
  const { activeElement } = document;
  const button = activeElement?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return button ? document.getElementById(button) : activeElement;
}

/** A dialog over the page: Escape and a press beside it close it, the focus stays inside and returns where it was. */
export function Dialog(props: DialogProps): JSX.Element {
  const opener = openerNow();
  void part.want();
  return <Dynamic component={part.get()} {...props} opener={opener} />;
}
