/** Where peers 接入端 are listened for that speak no HTTP: HL7 v2 by MLLP and DICOM, both over TLS with one certificate. */
export const PEER_KEYS = [
  {
    name: 'FUJIE_MLLP_PORT',
    default: '',
    describe: 'Port for HL7 v2 by MLLP over TLS with client certificates; empty: none',
    describeZh: 'HL7 v2（MLLP，双向 TLS）的监听端口；为空则不监听',
  },
  {
    name: 'FUJIE_DICOM_PORT',
    default: '',
    describe: 'Port for DICOM over TLS with client certificates; empty: none',
    describeZh: 'DICOM（双向 TLS）的监听端口；为空则不监听',
  },
  {
    name: 'FUJIE_PEER_CERTIFICATE',
    default: '',
    describe: 'File of the certificate shown at those ports, PEM',
    describeZh: '上述端口的证书文件（PEM）',
  },
  {
    name: 'FUJIE_PEER_KEY',
    default: '',
    describe: 'File of the private key of that certificate, PEM',
    describeZh: '该证书的私钥文件（PEM）',
  },
  {
    name: 'FUJIE_PEER_MESSAGES',
    default: '6000',
    describe: 'Messages and echoes a minute of one peer at one server; what is more waits unread with its sender',
    describeZh: '单个接入端每分钟的消息（含回显）上限，按单个服务计；超出者留在发送方等待，不丢弃',
  },
] as const;

export interface PeerConfig {
  /** Null: nowhere. */
  readonly ports: { readonly mllp: number | null; readonly dicom: number | null };
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly messagesPerMinute: number;
}

type Name = (typeof PEER_KEYS)[number]['name'];

export function readPeers(
  text: (name: Name) => string,
  integer: (name: Name, min: number, max: number) => number,
  faults: string[],
): PeerConfig {
  const [certificateFile, keyFile] = [text('FUJIE_PEER_CERTIFICATE'), text('FUJIE_PEER_KEY')];
  const port = (name: 'FUJIE_MLLP_PORT' | 'FUJIE_DICOM_PORT'): number | null => {
    if (text(name) === '') return null;
    if (certificateFile === '' || keyFile === '')
      faults.push(`${name} needs FUJIE_PEER_CERTIFICATE and FUJIE_PEER_KEY`);
    return integer(name, 0, 65_535);
  };
  const messagesPerMinute = integer('FUJIE_PEER_MESSAGES', 1, 1_000_000);
  const ports = { mllp: port('FUJIE_MLLP_PORT'), dicom: port('FUJIE_DICOM_PORT') };
  return { ports, certificateFile, keyFile, messagesPerMinute };
}
