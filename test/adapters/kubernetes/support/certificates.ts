import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  readonly authority: Certificate;
  /** For localhost and 127.0.0.1. */
  readonly server: Certificate;
  /** For localhost, but its time is over. */
  readonly expired: Certificate;
  readonly client: Certificate;
}

let made: Certificates | undefined;

/** Certificates made anew, once for all tests. */
export function certificates(): Certificates {
  made ??= makeCertificates();
  return made;
}

const CONFIG = `[req]
distinguished_name = name
prompt = no
[name]
[ca]
default_ca = past
[past]
database = index
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = policy
copy_extensions = copy
[policy]
commonName = supplied
`;

function makeCertificates(): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubernetes-adapter-certificates-'));
  const openssl = (...args: readonly string[]) => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const request = (name: string, ...args: readonly string[]) => {
    const newKey = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-noenc',
      '-keyout',
      `${name}.key`,
    ];
    openssl(
      'req',
      '-config',
      'openssl.cnf',
      ...newKey,
      '-subj',
      `/CN=${name}`,
      '-out',
      `${name}.crt`,
      ...args,
    );
    return { cert: read(`${name}.crt`), key: read(`${name}.key`) };
  };
  const authority = ['-cert', 'authority.crt', '-keyfile', 'authority.key'];
  const signed = ['-x509', '-CA', 'authority.crt', '-CAkey', 'authority.key'];
  const names = ['-addext', 'subjectAltName = DNS:localhost, IP:127.0.0.1'];
  const past = ['-startdate', '20200101000000Z', '-enddate', '20200102000000Z'];
  writeFileSync(path.join(folder, 'openssl.cnf'), CONFIG);
  writeFileSync(path.join(folder, 'index'), '');
  try {
    const made = {
      authority: request('authority', '-x509', '-addext', 'basicConstraints = critical, CA:TRUE'),
      server: request('server', ...signed, ...names),
      client: request('client', ...signed),
    };
    const { key } = request('expired', ...names);
    openssl(
      'ca',
      '-config',
      'openssl.cnf',
      '-batch',
      ...authority,
      ...past,
      '-in',
      'expired.crt',
      '-out',
      'past.crt',
    );
    return { ...made, expired: { cert: read('past.crt'), key } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
