import { fireEvent } from '@solidjs/testing-library';

/** A mouse press on an element, with a browser's events; then waits for what it opens or closes. */
export async function press(element: Element): Promise<void> {
  const mouse = { button: 0, pointerType: 'mouse' };
  fireEvent.pointerDown(element, mouse);
  fireEvent.pointerUp(element, mouse);
  fireEvent.click(element);
  await pause();
}

/** What a browser does in its next tasks: focus moves, layers open and close. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
