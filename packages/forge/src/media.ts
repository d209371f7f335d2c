const mediaTypes: Readonly<Record<string, string>> = {
  asc: 'application/pgp-signature',
  gz: 'application/gzip',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  sha256: 'text/plain',
  tgz: 'application/gzip',
  txt: 'text/plain',
  xz: 'application/x-xz',
  zip: 'application/zip',
};

/** The media type of a file, by its name. */
export const mediaTypeOf = (name: string): string =>
  mediaTypes[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
