import { fireEvent } from '@solidjs/testing-library';

/** A press of the mouse on an element, as a browser tells of it; then time for what opens or closes by it. */
export async function press(element: Element): Promise<void> {
  const mouse = { button: 0, pointerType: 'mouse' };
  fireEvent.pointerDown(element, mouse);
  fireEvent.pointerUp(element, mouse);
  fireEvent.click(element);
  await pause();
}

/** What a browser does in its next tasks: focus moves, layers open and close. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
