/** How fast a project was at a moment (Unix time in ms). */
export type SpeedSample = { at: number; bytesPerSecond: number };
