/** Labels of every object that the tool creates. */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' } as const;

/** Label selector of all of them. */
export const MANAGED_BY_SELECTOR = Object.entries(MANAGED_BY)
  .map(([key, value]) => `${key}=${value}`)
  .join(',');
