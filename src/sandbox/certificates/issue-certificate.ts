import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { bits, boolean, der, integer, objectId, octets, sequence, set, text, time } from './der.ts';

/** A certificate with its key, PEM. */
export interface IssuedCertificate {
  readonly certificate: string;
  readonly key: string;
}

/** What may sign certificates. */
export interface Authority extends IssuedCertificate {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface ServerNames {
  /** DNS names and IPv4 addresses. */
  readonly names: readonly string[];
  /** Default: a day before now, and a year after. */
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

const DAY = 24 * 60 * 60 * 1000;
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));

/** A certificate authority of its own (RFC 5280) for sandbox registries. */
export function createAuthority(name: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    extension('2.5.29.19', sequence(boolean(true)), true),
    extension('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1), true),
    extension('2.5.29.14', octets(keyId(publicKey))),
  ];
  const signer = { name, privateKey, publicKey };
  const certificate = signed(signer, { name, publicKey, extensions }, validity({ names: [] }));
  return { ...signer, certificate, key: pemKey(privateKey) };
}

/** A server certificate, signed by the authority. */
export function issueCertificate(authority: Authority, server: ServerNames): IssuedCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    extension('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7), true),
    extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'))),
    extension('2.5.29.17', sequence(...server.names.map(alternativeName))),
    extension('2.5.29.35', sequence(der(0x80, keyId(authority.publicKey)))),
  ];
  const subject = { name: server.names[0] ?? 'registry', publicKey, extensions };
  return { certificate: signed(authority, subject, validity(server)), key: pemKey(privateKey) };
}

interface Subject {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Buffer[];
}

function signed(authority: Pick<Authority, 'name' | 'privateKey'>, subject: Subject, valid: Buffer): string {
  const content = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    commonName(authority.name),
    valid,
    commonName(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...subject.extensions)),
  );
  const signature = sign('sha256', content, authority.privateKey);
  return pem('CERTIFICATE', sequence(content, ECDSA_WITH_SHA256, bits(signature)));
}

function validity({ validFrom, validTo }: ServerNames): Buffer {
  const now = Date.now();
  return sequence(time(validFrom ?? new Date(now - DAY)), time(validTo ?? new Date(now + 365 * DAY)));
}

function commonName(name: string): Buffer {
  return sequence(set(sequence(objectId('2.5.4.3'), text(name))));
}

function alternativeName(name: string): Buffer {
  return isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [boolean(true)] : []), octets(value));
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
}

function pemKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' });
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
