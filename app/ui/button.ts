import styles from './button.module.css';

/** `icon`: nothing but an icon is in it. */
type Look = 'primary' | 'danger' | 'ghost' | 'icon';

/** The class of a button, or of a link that looks like one. */
export function button(...looks: readonly Look[]): string {
  return [styles.button, ...looks.map((look) => styles[look])].join(' ');
}
