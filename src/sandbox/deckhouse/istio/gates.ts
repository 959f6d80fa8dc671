/** Keeps a pod from being scheduled until it has been replaced by one with a sidecar. */
export const GATES = [{ name: 'istio.deckhouse.example/injection' }];
