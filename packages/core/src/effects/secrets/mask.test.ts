import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMask } from './mask.ts';

const token = 'glpat-x7/Q+9 ü"\\z&t';
const hide = (text: string, secret = token, username?: string) => {
  const mask = createMask();
  mask.add(secret, username);
  return mask.text(text);
};

describe('a secret is masked', () => {
  const json = JSON.stringify({ token });
  test.each([
    ['as it is', `token ${token}.`, 'token ***.'],
    ['in a query', `?a=${encodeURIComponent(token)}&b`, '?a=***&b'],
    [
      'in a query with lower-case digits',
      `?a=${encodeURIComponent(token).replace(/%../g, (c) => c.toLowerCase())}&b`,
      '?a=***&b',
    ],
    ['by encodeURI', `x ${encodeURI(token)} x`, 'x *** x'],
    ['in a form', new URLSearchParams({ t: token }).toString(), 't=***'],
    [
      'in the user part of an address',
      Object.assign(new URL('https://h/x'), { password: token }).href,
      'https://:***@h/x',
    ],
    ['in JSON', json, '{"token":"***"}'],
    ['in JSON inside JSON', JSON.stringify({ json }), JSON.stringify({ json: '{"token":"***"}' })],
    ['in JSON as Go writes it', json.replace('&', '\\u0026'), '{"token":"***"}'],
    ['in JSON as PHP writes it', json.replace('/', '\\/'), '{"token":"***"}'],
    ['in base64', `auth: ${Buffer.from(token).toString('base64')}!`, 'auth: ***!'],
  ])('%s', (_, text, expected) => {
    expect(hide(text)).toBe(expected);
  });

  test('in a Basic header, with the user name it was given with', () => {
    const header = `Basic ${Buffer.from(`deploy:${token}`).toString('base64')}`;
    expect(hide(header, token, 'deploy')).toBe('Basic ***');
  });

  test('line by line, also where another program indents the lines or ends them with CR LF', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\nw0BAQEFAASCBKcwggSj\n-----END KEY-----\n';
    expect(hide(`  MIIEvQIBADANBgkqhkiG\r\n  w0BAQEFAASCBKcwggSj`, key)).toBe('  ***\r\n  ***');
    expect(hide('-----BEGIN KEY-----', key)).toBe('-----BEGIN KEY-----');
  });

  test('in base64 that is broken into lines', () => {
    const key = Array.from({ length: 30 }, (_, index) => `part ${index * 7919}`).join('|');
    const broken = Buffer.from(key).toString('base64').replace(/.{76}/g, '$&\n');
    expect(hide(broken, key)).toMatch(/^(\*\*\*\n?)+$/);
  });
});

describe('a short secret', () => {
  test('is masked as a word of its own', () => {
    expect(hide('pass=hun7er and hun7ers', 'hun7er')).toBe('pass=*** and hun7ers');
  });

  test.each(['release', 'main', '1234', 'abc'])(
    'that is the common word "%s" does not shred the text',
    (word) => {
      expect(hide(`chore(${word}): ${word} 1234 of main`, word)).toBe(`chore(${word}): ${word} 1234 of main`);
    },
  );

  test('is masked in a Basic header all the same', () => {
    expect(hide(`Basic ${Buffer.from('robot:main').toString('base64')}`, 'main', 'robot')).toBe('Basic ***');
  });
});

test('secrets that overlap are masked as one', () => {
  const mask = createMask();
  mask.add('abcdefgh');
  mask.add('efghijkl');
  expect(mask.text('(abcdefghijkl)')).toBe('(***)');
});

test('a value of white space alone is no secret', () => {
  expect(hide('a          b', '          ')).toBe('a          b');
});

test('JSON values are masked in depth, keys too', () => {
  const mask = createMask();
  mask.add('s3cret-value');
  expect(mask.json({ 'k-s3cret-value': [{ a: 'x s3cret-value', n: 7, z: null }] })).toEqual({
    'k-***': [{ a: 'x ***', n: 7, z: null }],
  });
});

/** Secrets as they come: tokens, and anything else that is not blank or made of the mask's own character. */
const secrets = fc
  .string({
    minLength: 8,
    maxLength: 40,
    unit: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...Array.from('abcXYZ019-_+/=%&"\\ \n')) },
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
    ),
  })
  .filter((value) => value.trim().length >= 8 && !value.includes('*'));

test('no form of any secret is left in any text that holds it', () => {
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      const around = `${before}${secret}${after}`;
      for (const text of [around, encodeURIComponent(around), encodeURI(around), JSON.stringify(around)]) {
        expect(hide(text, secret)).not.toContain(secret);
        expect(hide(text, secret)).toContain('***');
      }
      for (const alphabet of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(around).toString(alphabet);
        expect(hide(encoded, secret)).toContain('***');
        expect(Buffer.from(hide(encoded, secret).split('***')[0] ?? '', alphabet).length).toBeLessThanOrEqual(
          Buffer.byteLength(before),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('text in pieces is masked as the whole text is', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom('<s>', '<b>', '<u>', '<half>', 'hun7er', ' ', '=', '\n'),
      fc.string({ maxLength: 6 }),
    ),
  );
  fc.assert(
    fc.property(secrets, pieces, fc.infiniteStream(fc.nat(9)), (secret, parts, sizes) => {
      const mask = createMask();
      mask.add(secret, 'me');
      mask.add('hun7er');
      const text = parts
        .join('')
        .replaceAll('<s>', () => secret)
        .replaceAll('<b>', () => Buffer.from(`me:${secret}`).toString('base64'))
        .replaceAll('<u>', () => encodeURIComponent(secret))
        .replaceAll('<half>', () => secret.slice(0, 5));
      const stream = mask.stream();
      let out = '';
      for (let at = 0; at < text.length; ) {
        const size = sizes.next().value ?? 1;
        out += stream.write(text.slice(at, at + size));
        at += size;
      }
      expect(out + stream.end()).toBe(mask.text(text));
    }),
    { numRuns: 500 },
  );
});

test('a stream does not hold back what cannot be a secret', () => {
  const mask = createMask();
  mask.add('s3cret-value');
  const stream = mask.stream();
  expect(stream.write('done.\ns3cret-v')).toBe('done.\n');
  expect(stream.write('acuum\n')).toBe('s3cret-vacuum\n');
});
