import { describe, expect, it } from 'vitest';
import { describeTrouble } from './failures.ts';

const said = (words: string) => `fatal: unable to access 'https://h/': ${words}\n`;

describe('what keeps git from a remote', () => {
  it.each([
    ['REMOTE_CERTIFICATE', false, 'server certificate verification failed. CAfile: none CRLfile: none'],
    [
      'REMOTE_CERTIFICATE',
      false,
      "SSL: no alternative certificate subject name matches target host name 'h'",
    ],
    ['REMOTE_CERTIFICATE', false, "SSL: certificate subject name (i) does not match target host name 'h'"],
    ['REMOTE_CERTIFICATE', false, 'Problem with the SSL CA cert (path? access rights?)'],
    [
      'REMOTE_CERTIFICATE',
      false,
      'error setting certificate verify locations:  CAfile: /nowhere CApath: none',
    ],
    ['REMOTE_CERTIFICATE', false, 'error setting certificate file: /nowhere'],
    ['REMOTE_PROXY', false, 'CONNECT tunnel failed, response 407'],
    ['REMOTE_PROXY', false, 'Received HTTP code 403 from proxy after CONNECT'],
    ['REMOTE_PROXY', false, 'The requested URL returned error: 407'],
    ['REMOTE_PROXY', true, 'CONNECT tunnel failed, response 502'],
    ['REMOTE_PROXY', true, 'Proxy CONNECT aborted'],
    ['REMOTE_PROXY', true, 'Could not resolve proxy: proxy.h'],
  ])('is %s (transient: %s) where curl says "%s"', (code, transient, words) => {
    expect(describeTrouble(said(words), 'origin')).toMatchObject({
      problem: { code },
      transient,
      unsent: true,
    });
  });

  it('does not repeat the address of a proxy that curl cannot read', () => {
    const words = "fatal: unable to access 'https://h/': Unsupported proxy syntax in 'ada:pa'";
    expect(describeTrouble(words, 'origin')).toMatchObject({
      problem: {
        code: 'REMOTE_PROXY',
        message:
          "The proxy does not let git through to the remote origin: unable to access 'https://h/': Unsupported proxy syntax",
        fix: expect.stringContaining('percent-encoded'),
      },
      transient: false,
    });
  });

  it.each([
    ["no alternative certificate subject name matches target host name 'h'", 'made out to'],
    ['Problem with the SSL CA cert (path? access rights?)', 'that the file is there'],
  ])('of the certificate is mended by what is wrong with it: %s', (words, fix) => {
    expect(describeTrouble(said(words), 'origin')?.problem.fix).toContain(fix);
  });
});
