/** The version that the sandbox says it is. */
export const KUBERNETES_VERSION = 'v1.36.3';

const [major = '', minor = ''] = KUBERNETES_VERSION.slice(1).split('.');

/** The answer of `/version` (apimachinery, version.Info). */
export const VERSION_INFO = {
  major,
  minor,
  emulationMajor: major,
  emulationMinor: minor,
  minCompatibilityMajor: major,
  minCompatibilityMinor: String(Number(minor) - 1),
  gitVersion: KUBERNETES_VERSION,
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.0',
  compiler: 'gc',
  platform: 'linux/amd64',
};
