import { createHash } from 'node:crypto';

/** Gives a form with one file (RFC 7578), the same for the same file. */
export function multipart(
  field: string,
  fileName: string,
  bytes: Uint8Array,
): { readonly body: Uint8Array; readonly type: string } {
  const boundary = `launchway-${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}`;
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${fileName}"`,
    'Content-Type: application/gzip',
    '',
    '',
  ].join('\r\n');
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, type: `multipart/form-data; boundary=${boundary}` };
}
