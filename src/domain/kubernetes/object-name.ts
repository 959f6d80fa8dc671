/** What the API server takes for a name: texts of objects in the cluster may be anything else. */

const LONGEST = 253;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether an object of most kinds, Secrets and service accounts among them, can have this name. */
export function isSubdomain(name: string): boolean {
  return name.length <= LONGEST && SUBDOMAIN.test(name);
}

/** Whether it can stand in the path of a request, whatever kind of object it names (`IsValidPathSegmentName`). */
export function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
}
