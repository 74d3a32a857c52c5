import { expect, test } from 'vitest';

import { acsHeaders, acsQuery } from './acs3.ts';

test('the worked example that Alibaba Cloud publishes has the signature that stands there', () => {
  // “V3 版本请求体&签名机制”, 固定参数示例: RunInstances of ecs, 26 October 2023.
  const { authorization } = acsHeaders(
    { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' },
    {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      parameters: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
      date: '2023-10-26T10:22:32Z',
      nonce: '3156853299f313e23d1673dc12e1703d',
    },
  );
  expect(authorization).toBe(
    'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
      'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
      'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  );
});

test('what an address does not keep is encoded as the signature wants it', () => {
  expect(acsQuery({ b: `~ *'()!`, a: '{"what":"危急值"}' })).toBe(
    'a=%7B%22what%22%3A%22%E5%8D%B1%E6%80%A5%E5%80%BC%22%7D&b=~%20%2A%27%28%29%21',
  );
});
