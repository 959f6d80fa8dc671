/** Concurrent requests to a server in one step: enough to hide latency, few enough for small servers. */
export const REQUESTS_AT_ONCE = 16;

/** The same where they write, or where each is several. */
export const FEW_AT_ONCE = 8;
