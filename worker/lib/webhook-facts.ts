import { DAY_MS, HOUR_MS, SECOND_MS } from './units.ts';

export const WEBHOOK_STATES = ['active', 'paused'] as const;

/** Why a webhook is paused: someone did, its receiver answered 410, or it failed for too long. */
export const PAUSE_REASONS = ['person', 'gone', 'failing'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export const DELIVERY_STATES = ['pending', 'delivered', 'failed', 'dropped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** How long a receiver may take to answer. */
export const ANSWER_TIMEOUT_MS = 15 * SECOND_MS;
/** How long the secret before a rotation still signs. */
export const OLD_SECRET_MS = 24 * HOUR_MS;
/** A webhook whose attempts all fail for so long is paused. */
export const FAILING_LIMIT_MS = 5 * DAY_MS;
/** How long deliveries are kept. */
export const DELIVERIES_KEPT_MS = 30 * DAY_MS;
/** Largest body of a delivery. */
export const LARGEST_BODY_BYTES = 20_000;
/** What is kept of an answer. */
export const ANSWER_KEPT_BYTES = 1024;
export const MAX_WEBHOOKS = 50;
/** Why a paused webhook has deliveries that nobody sends. */
export const DROPPED_BY_PAUSE = 'The webhook was paused.';
