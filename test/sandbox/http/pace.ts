import { setTimeout } from 'node:timers/promises';
import type { Network } from '../side.ts';

/** The network between client and one side; settings may change while it runs. */
export class Pace {
  readonly #network: Network;
  #freeUp = 0;
  #freeDown = 0;

  constructor(network: Network) {
    this.#network = network;
  }

  async roundTrip(): Promise<void> {
    if (this.#network.roundTripMs > 0) await setTimeout(this.#network.roundTripMs);
  }

  async up(bytes: number): Promise<void> {
    this.#freeUp = await this.#wait(this.#freeUp, bytes);
  }

  async down(bytes: number): Promise<void> {
    this.#freeDown = await this.#wait(this.#freeDown, bytes);
  }

  // Returns when the line is free again; waits for what is ahead of it.
  async #wait(free: number, bytes: number): Promise<number> {
    const { bytesPerSecond } = this.#network;
    if (bytesPerSecond <= 0) return 0;
    const now = performance.now();
    const at = Math.max(now, free) + (bytes / bytesPerSecond) * 1000;
    if (at - now > 1) await setTimeout(at - now);
    return at;
  }
}
