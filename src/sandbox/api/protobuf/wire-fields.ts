/** The wire format of Protocol Buffers, as far as Kubernetes uses it. */
import { ApiFailure } from '../../objects/api-failure.ts';

export interface WireField {
  readonly number: number;
  /** Numbers as they are, everything else as bytes. */
  readonly value: bigint | Buffer;
}

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** The fields of a message in their order; throws ApiFailure 400 when it is malformed. */
export function* wireFields(message: Buffer): Generator<WireField> {
  const reader = new Reader(message);
  while (!reader.isAtEnd) {
    const tag = Number(reader.varint());
    yield { number: tag >>> 3, value: reader.value(tag & 7) };
  }
}

/** Bytes of a field; throws ApiFailure 400 when it is a number. */
export function bytesOf({ value }: WireField): Buffer {
  return typeof value === 'bigint' ? malformed() : value;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#take(1)[0] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return malformed();
  }

  value(wireType: number): bigint | Buffer {
    switch (wireType) {
      case VARINT:
        return this.varint();
      case FIXED_64:
        return this.#take(8);
      case BYTES:
        return this.#take(Number(this.varint()));
      case FIXED_32:
        return this.#take(4);
      default:
        return malformed();
    }
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) return malformed();
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

function malformed(): never {
  throw new ApiFailure(400, 'BadRequest', 'the object provided is unrecognized: malformed protobuf');
}
