/** How names have to look (apimachinery, api/validate/content). Each check returns what is wrong, in its words. */
export type NameCheck = (name: string) => string[];

/** `unit`: as the older and the newer half of the server's checks say it. */
function atMost(most: number, unit: 'bytes' | 'characters'): NameCheck {
  return (name) => (name.length > most ? [`must be no more than ${most} ${unit}`] : []);
}

/** What is wrong with a name that is not like a pattern. */
function like(pattern: string, message: string, examples: readonly string[]): NameCheck {
  const whole = new RegExp(`^${pattern}$`);
  const such = examples.map((example) => `'${example}'`).join(',  or ');
  const problem = `${message} (e.g. ${such}, regex used for validation is '${pattern}')`;
  return (name) => (whole.test(name) ? [] : [problem]);
}

function all(...checks: readonly NameCheck[]): NameCheck {
  return (name) => checks.flatMap((check) => check(name));
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** RFC 1123 label, such as of namespaces and containers. */
export const dnsLabel: NameCheck = all(
  atMost(63, 'characters'),
  like(
    LABEL,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
    ['my-name', '123-abc'],
  ),
);

/** RFC 1123 subdomain, such as of most objects. */
export const dnsSubdomain: NameCheck = all(
  atMost(253, 'characters'),
  like(
    `${LABEL}(\\.${LABEL})*`,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    ['example.com'],
  ),
);

/** RFC 1035 label, such as of Services. */
export const dns1035Label: NameCheck = all(
  atMost(63, 'characters'),
  like(
    '[a-z]([-a-z0-9]*[a-z0-9])?',
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
    ['my-name', 'abc-123'],
  ),
);

const NAME_PART = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const NAME_WORDS =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const NAME_EXAMPLES = ['MyName', 'my.name', '123-abc'];
const namePart = all(atMost(63, 'bytes'), like(NAME_PART, NAME_WORDS, NAME_EXAMPLES));
const wholeKey = like(NAME_PART, `a valid label key ${NAME_WORDS}`, NAME_EXAMPLES);

/** Key of a label or an annotation, finalizer. */
export const qualifiedName: NameCheck = (key) => {
  const [name = '', prefix, ...more] = key.split('/').toReversed();
  if (more.length > 0) {
    const suffix = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    return wholeKey(key).map((problem) => problem + suffix);
  }
  const inName = name === '' ? ['must be non-empty'] : namePart(name);
  return [...prefixProblems(prefix), ...inName.map((problem) => `name part ${problem}`)];
};

function prefixProblems(prefix: string | undefined): string[] {
  if (prefix === undefined) return [];
  const problems = prefix === '' ? ['must be non-empty'] : dnsSubdomain(prefix);
  return problems.map((problem) => `prefix part ${problem}`);
}

export const labelValue: NameCheck = all(
  atMost(63, 'bytes'),
  like(
    `(${NAME_PART})?`,
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
    ['MyValue', 'my_value', '12345'],
  ),
);

/** Key in a Secret or ConfigMap. */
export const dataKey: NameCheck = all(
  atMost(253, 'characters'),
  like('[-._a-zA-Z0-9]+', "a valid config key must consist of alphanumeric characters, '-', '_' or '.'", [
    'key.name',
    'KEY_NAME',
    'key-name',
  ]),
);

/** Segment of a path and of a key in the storage (apimachinery, api/validation/path). */
export const pathSegment: NameCheck = (name) => {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter((text) => name.includes(text)).map((text) => `may not contain '${text}'`);
};
