import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Dialog } from '../../app/ui/dialog.tsx';

afterEach(cleanup);

function show() {
  const onClose = vi.fn();
  render(() => (
    <Dialog title="Add a thing" onClose={onClose}>
      <input aria-label="Name" />
    </Dialog>
  ));
  return { onClose, dialog: screen.getByRole('dialog'), field: screen.getByLabelText('Name') };
}

describe('a dialog', () => {
  it('stays open when a press begins in a field and ends on the backdrop', () => {
    const { onClose, dialog, field } = show();
    fireEvent.pointerDown(field);
    // The browser sends the click to what both places have in common.
    fireEvent.click(dialog);
    expect(onClose).not.toHaveBeenCalled();
  });

  it('closes when a press begins and ends on the backdrop', () => {
    const { onClose, dialog } = show();
    fireEvent.pointerDown(dialog);
    fireEvent.click(dialog);
    expect(onClose).toHaveBeenCalledOnce();
  });
});
