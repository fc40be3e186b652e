/** The schema that pg-boss keeps its tables in. */
export const jobsSchema = 'pgboss'

/**
 * How a job of ours is queued: a run whose process has ended stops its heartbeat and is tried again within a minute; one that
 * fails is tried five times more, ever later, then left as failed for someone to look at; what has ended is kept for a week.
 */
export const queueSettings = {
  heartbeatSeconds: 10,
  expireInSeconds: 6 * 3600,
  retryLimit: 5,
  retryDelay: 5,
  retryBackoff: true,
  deleteAfterSeconds: 7 * 86_400,
} as const
