import type { JSX } from 'solid-js';
import { createMemo } from 'solid-js';
import { encode } from 'uqr';
import styles from './qr-code.module.css';

/** A text as a QR code, drawn here: it leaves the device by no request. */
export function QrCode(props: { text: string; label: string }): JSX.Element {
  const code = createMemo(() => encode(props.text, { ecc: 'M', border: 4 }));
  const path = () =>
    code()
      .data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])))
      .join('');
  return (
    <svg class={styles.qr} viewBox={`0 0 ${code().size} ${code().size}`} role="img" aria-label={props.label}>
      <path d={path()} />
    </svg>
  );
}
