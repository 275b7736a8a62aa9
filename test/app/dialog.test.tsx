import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Dialog } from '../../app/ui/dialog.tsx';
import { findBarriers } from './barriers.ts';
import { pause, press } from './press.ts';

afterEach(cleanup);

async function show() {
  const onClose = vi.fn();
  const opener = document.body.appendChild(document.createElement('button'));
  opener.textContent = 'Add';
  opener.focus();
  const { unmount } = render(() => (
    <Dialog title="Add a thing" onClose={onClose}>
      <input aria-label="Name" />
    </Dialog>
  ));
  // A press that opened it must not close it: it listens a moment later.
  await pause();
  return { onClose, unmount, opener, dialog: screen.getByRole('dialog'), field: screen.getByLabelText('Name') };
}

describe('a dialog', () => {
  it('stays open when a press starts in a field and ends on the backdrop', async () => {
    const { onClose, field } = await show();
    fireEvent.pointerDown(field, { button: 0, pointerType: 'mouse' });
    fireEvent.pointerUp(document.body);
    fireEvent.click(document.body);
    await pause();
    expect(onClose).not.toHaveBeenCalled();
  });

  it('closes when a press starts on the backdrop', async () => {
    const { onClose } = await show();
    await press(document.body);
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('takes the focus, closes on Escape, and returns the focus', async () => {
    const { onClose, unmount, opener, dialog } = await show();
    expect(dialog.contains(document.activeElement)).toBe(true);
    expect(await findBarriers(document.body)).toEqual([]);
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
    expect(onClose).toHaveBeenCalledOnce();
    unmount();
    await pause();
    expect(document.activeElement).toBe(opener);
    opener.remove();
  });
});
