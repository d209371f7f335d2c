import { expect, test } from 'vitest';
import { isExcepted } from './no-proxy.ts';

test.each([
  ['https://git.corp.example/', 'a.example, corp.example'],
  ['https://git.corp.example/', '.corp.example'],
  ['https://git.corp.example/', '*.CORP.example.'],
  ['https://corp.example./', '.corp.example'],
  ['https://git.corp.example:8443/', 'corp.example:8443'],
  ['https://git.corp.example/', 'corp.example:443'],
  ['http://git.corp.example/', 'a.example *'],
  ['http://10.20.30.40:5000/', '10.0.0.0/8,.svc'],
  ['http://10.20.30.40:5000/', '10.20.30.40:5000'],
  ['http://[fd00::17]:5000/', 'fd00::/8'],
  ['http://[::1]:5000/', '::1'],
  ['http://[0:0::1]/', '[::1]:80'],
])('%s is reached directly by "%s"', (address, list) => {
  expect(isExcepted(new URL(address), list)).toBe(true);
});

test.each([
  ['https://git.corp.example/', ''],
  ['https://git.corp.example/', ' , '],
  ['https://gitcorp.example/', 'corp.example'],
  ['https://git.corp.example/', 'corp.example:80'],
  ['https://git.corp.example/', '10.0.0.0/8,.,/'],
  ['http://11.20.30.40/', '10.0.0.0/8'],
  ['http://10.20.30.40/', '10.0.0.0/33,10.0.0.0/x,30.40'],
  ['http://[fd00::17]/', 'fe00::/8,0.0.0.0/0'],
])('%s is not, by "%s"', (address, list) => {
  expect(isExcepted(new URL(address), list)).toBe(false);
});
