/** Name validation of the API server, for names in untrusted objects. */

const LONGEST = 253;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether an object of most kinds, including Secrets and service accounts, can have this name. */
export function isSubdomain(name: string): boolean {
  return name.length <= LONGEST && SUBDOMAIN.test(name);
}

/** Whether it is allowed in a request path for any kind (`IsValidPathSegmentName`). */
export function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
}
