/** An answer as it is on the wire. */
export const answer = (
  status: string,
  body: string,
  headers: readonly string[] = [],
  type = 'application/json',
): string =>
  [
    `HTTP/1.1 ${status}`,
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');

/** Malformed answers of a server, as they are on the wire, by what they are. */
export const answers: Readonly<Record<string, string>> = {
  'nothing at all': '',
  'no HTTP': 'SSH-2.0-OpenSSH_9.2\r\n',
  'headers that are cut off': 'HTTP/1.1 200 OK\r\nContent-Type: appl',
  'a body that is cut off': answer('200 OK', '{"tags":["1.0.0"').replace(
    /Content-Length: \d+/,
    'Content-Length: 9999',
  ),
  'an empty body': answer('200 OK', ''),
  'no content': answer('204 No Content', ''),
  'JSON that is cut off': answer('200 OK', '{"tags":['),
  null: answer('200 OK', 'null'),
  'a list': answer('200 OK', '[]'),
  'a list of null': answer('200 OK', '[null]'),
  'a text': answer('200 OK', '"text"'),
  'a number': answer('200 OK', '1e999'),
  'an object of null': answer(
    '200 OK',
    '{"tags":null,"errors":null,"versions":null,"manifest":null,"permissions":null,"id":null}',
  ),
  'an object of lists of null': answer(
    '200 OK',
    '{"tags":[null],"errors":[null],"versions":[null],"manifest":{"a":null},"permissions":[null],"id":[]}',
  ),
  'objects where texts belong': answer(
    '200 OK',
    '{"tags":[{}],"versions":{"0.4.2":7},"id":{},"name":[],"error":{"message":{}}}',
  ),
  'brackets without end': answer('200 OK', '['.repeat(100_000)),
  'a prototype': answer('200 OK', '{"__proto__":{"tags":["x"]},"constructor":{"prototype":{}}}'),
  'a web page': answer('200 OK', '<!doctype html><title>Log in</title>', [], 'text/html'),
  'bytes that are no gzip': answer('200 OK', 'plain', ['Content-Encoding: gzip']),
  'a challenge without anything': answer('401 Unauthorized', '', ['WWW-Authenticate: Bearer']),
  'a challenge that leads to a file': answer('401 Unauthorized', '', [
    'WWW-Authenticate: Bearer realm="file:///etc/passwd",service="x"',
  ]),
  'a challenge that leads to a command': answer('401 Unauthorized', '', [
    'WWW-Authenticate: Bearer realm="ext::sh -c touch% trap",service="$(id)"',
  ]),
  'a challenge of commas': answer('401 Unauthorized', '', [`WWW-Authenticate: ${'a="'.repeat(2000)}`]),
  'a circle of redirects': answer('302 Found', '', ['Location: /']),
  'a redirect to a file': answer('302 Found', '', ['Location: file:///etc/passwd']),
  'a redirect to nowhere': answer('302 Found', '', ['Location: http://[']),
  'forged output': answer(
    '403 Forbidden',
    '{"errors":[{"code":"DENIED","message":"no\\n::error::forged\\n\\u001b[31m\\u202e"}],"message":"\\n::set-output name=a::b"}',
  ),
  'a status nobody knows': answer('799 Odd', 'odd', [], 'text/plain'),
  'an error of the server': answer('400 Bad Request', '{"errors":"x","error":7}'),
};
