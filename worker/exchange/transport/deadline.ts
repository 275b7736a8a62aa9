/** A signal that fires when the caller's does, or when nothing has moved for a while. */
export type Deadline = {
  signal: AbortSignal;
  /** Something moved, or is awaited from now: the time starts again. */
  touch(): void;
  /** Nothing is awaited until the next `touch`. */
  pause(): void;
  /** The work is over, however it ended. */
  clear(): void;
};

/** Starts a deadline of `ms`; it aborts with a TimeoutError, or with the caller's own reason. */
export function startDeadline(outer: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const onOuter = () => controller.abort(outer.reason);
  // Progress is frequent, and re-arming a timer costs more than checking the clock when it fires.
  let movedAt: number | undefined = Date.now();
  const expire = () => {
    const left = movedAt === undefined ? ms : movedAt + ms - Date.now();
    if (movedAt !== undefined && left <= 0) {
      controller.abort(new DOMException(`nothing moved for ${ms} ms`, 'TimeoutError'));
    } else timer = setTimeout(expire, left);
  };
  let timer = setTimeout(expire, ms);
  if (outer.aborted) onOuter();
  else outer.addEventListener('abort', onOuter, { once: true });
  return {
    signal: controller.signal,
    touch: () => {
      movedAt = Date.now();
    },
    pause: () => {
      movedAt = undefined;
    },
    clear: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', onOuter);
    },
  };
}
