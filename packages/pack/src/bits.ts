/** Collects bits, the lowest first, into bytes. */
export class BitWriter {
  #bytes = Buffer.alloc(1 << 14);
  #length = 0;
  #held = 0;
  #count = 0;

  /** Adds the lowest `count` bits of a value; at most 16. */
  bits(value: number, count: number): void {
    this.#held |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#push(this.#held & 0xff);
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  /** Fills the last byte with zeros and gives all bytes. */
  finish(): Buffer {
    if (this.#count > 0) this.#push(this.#held & 0xff);
    return this.#bytes.subarray(0, this.#length);
  }

  #push(byte: number): void {
    if (this.#length === this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    this.#bytes[this.#length++] = byte;
  }
}
