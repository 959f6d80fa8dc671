/** Our `User-Agent` and OAuth2 `client_id`. */
export const USER_AGENT = 'kubectl-registry-switch';
