/** Labels of every object that the tool creates. */
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'kubectl-registry-switch' } as const;
