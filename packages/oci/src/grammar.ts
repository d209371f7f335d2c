/**
 * The grammar of image references, as distribution/reference writes it (regexp.go).
 * Every expression is anchored.
 */
const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const host = `(?:${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])`;
const domain = `${host}(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const path = `${component}(?:/${component})*`;
const tag = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const algorithm = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*';
const digest = `${algorithm}:[0-9a-fA-F]{32,}`;

export const domainPattern = new RegExp(`^${domain}$`);
/** Groups: domain, path. */
export const namePattern = new RegExp(`^(?:(${domain})/)?(${path})$`);
export const pathPattern = new RegExp(`^${path}$`);
export const tagPattern = new RegExp(`^${tag}$`);
/** Groups: name, tag, digest. */
export const referencePattern = new RegExp(`^((?:${domain}/)?${path})(?::(${tag}))?(?:@(${digest}))?$`);
/** A bare image id, which is no name. */
export const identifierPattern = /^[a-f0-9]{64}$/;
/** The digests that are checked here; of the registered algorithms, every registry knows this one. */
export const digestPattern = /^sha256:[a-f0-9]{64}$/;
