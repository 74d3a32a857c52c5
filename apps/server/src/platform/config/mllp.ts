/** Where HL7 v2 messages are listened for by MLLP over TLS. */
export const MLLP_KEYS = [
  {
    name: 'FUJIE_MLLP_PORT',
    default: '',
    describe: 'Port for HL7 v2 by MLLP over TLS with client certificates; empty: none',
    describeZh: 'HL7 v2（MLLP，双向 TLS）的监听端口；为空则不监听',
  },
  {
    name: 'FUJIE_MLLP_CERTIFICATE',
    default: '',
    describe: 'File of the certificate shown there, PEM',
    describeZh: '该端口的证书文件（PEM）',
  },
  {
    name: 'FUJIE_MLLP_KEY',
    default: '',
    describe: 'File of the private key of that certificate, PEM',
    describeZh: '该证书的私钥文件（PEM）',
  },
] as const;

export interface MllpConfig {
  readonly port: number;
  readonly certificateFile: string;
  readonly keyFile: string;
}

type Name = (typeof MLLP_KEYS)[number]['name'];

/** Null: nowhere. */
export function readMllp(
  text: (name: Name) => string,
  integer: (name: Name, min: number, max: number) => number,
  faults: string[],
): MllpConfig | null {
  if (text('FUJIE_MLLP_PORT') === '') return null;
  const [certificateFile, keyFile] = [text('FUJIE_MLLP_CERTIFICATE'), text('FUJIE_MLLP_KEY')];
  if (certificateFile === '' || keyFile === '')
    faults.push('FUJIE_MLLP_PORT needs FUJIE_MLLP_CERTIFICATE and FUJIE_MLLP_KEY');
  return { port: integer('FUJIE_MLLP_PORT', 0, 65_535), certificateFile, keyFile };
}
