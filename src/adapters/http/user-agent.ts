/** How we introduce ourselves, as `User-Agent` and as OAuth2 `client_id`. */
export const USER_AGENT = 'kubectl-registry-switch';
