/** Items of this size cross alone and stream; smaller ones share a buffered batch. In bytes. */
export const STREAM_FROM_BYTES = 2_000_000;
