import type { Accessor } from 'solid-js';
import { createSignal, onCleanup, onMount } from 'solid-js';

/** Whether there is only the room of a phone, as the style sheets have it; follows a device that is turned. */
export function createIsPhone(): Accessor<boolean> {
  const phone = matchMedia('(max-width: 760px)');
  const [isPhone, setPhone] = createSignal(phone.matches);
  const follow = () => setPhone(phone.matches);
  onMount(() => phone.addEventListener('change', follow));
  onCleanup(() => phone.removeEventListener('change', follow));
  return isPhone;
}
