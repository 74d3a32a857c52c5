/** Every environment variable that Fujie reads 配置项, with its default and what it is for. */
import { NOTIFY_KEYS } from './notify.ts';
import { PATIENT_KEYS } from './patients.ts';
import { PEER_KEYS } from './peers.ts';

interface Key {
  readonly name: string;
  readonly describe: string;
  readonly describeZh: string;
  readonly default: string;
  readonly secret?: true;
}

/** `fujie config` prints this table. */
export const CONFIG_KEYS = [
  {
    name: 'FUJIE_DATABASE_URL',
    default: '',
    describe:
      'PostgreSQL 15 or later, as postgres://user:password@host:port/database; empty: embedded in FUJIE_DATA_DIR',
    describeZh: 'PostgreSQL 15 及以上的连接串；为空则使用 FUJIE_DATA_DIR 中的内嵌数据库',
  },
  {
    name: 'FUJIE_DATA_DIR',
    default: '',
    describe: 'Where the embedded database and the secret live; empty: .fujie beside the program',
    describeZh: '内嵌数据库与密钥的目录；为空则为程序旁的 .fujie',
  },
  {
    name: 'FUJIE_FONT',
    default: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc#NotoSansCJKsc-Regular',
    describe: 'Font of printed papers, as a path; of a collection with the name of its face behind #',
    describeZh: '打印文件的字体路径；字体集须在 # 后写明字体名',
  },
  { name: 'FUJIE_HOST', default: '127.0.0.1', describe: 'Address to listen on', describeZh: '监听地址' },
  { name: 'FUJIE_PORT', default: '8080', describe: 'HTTP port', describeZh: 'HTTP 端口' },
  {
    name: 'FUJIE_JURISDICTION',
    default: 'taiyuan',
    describe: 'Ordered set of packs in force: national, taiyuan, sichuan or henan',
    describeZh: '适用的法规包组合：national、taiyuan、sichuan 或 henan',
  },
  {
    name: 'FUJIE_PUBLIC_URL',
    default: '',
    describe:
      'Absolute address under which users reach this server, as links and papers name it; empty: http://localhost:FUJIE_PORT, and papers name none',
    describeZh:
      '用户访问本服务的完整地址，用于链接和纸质文书上的核验地址；为空则为 http://localhost:FUJIE_PORT，文书上不印地址',
  },
  {
    name: 'FUJIE_TRUSTED_PROXIES',
    default: '',
    describe:
      'Addresses or networks of the reverse proxies, separated by commas, such as 127.0.0.1,10.0.0.0/8; only they may say in X-Forwarded-For who is asking',
    describeZh: '反向代理的地址或网段，以逗号分隔，如 127.0.0.1,10.0.0.0/8；仅采信其 X-Forwarded-For 中的来源地址',
  },
  {
    name: 'FUJIE_SECRET',
    default: '',
    secret: true,
    describe:
      'At least 32 characters; keys the hashes of identifiers and wraps the keys of the database. Empty: generated once into FUJIE_DATA_DIR',
    describeZh: '至少 32 个字符，用作标识符散列与数据库密钥的主密钥；为空则在 FUJIE_DATA_DIR 中生成一次',
  },
  {
    name: 'FUJIE_CIPHER',
    default: 'aes-256-gcm',
    describe:
      'How messages, names and identifiers are sealed in the database from now on: aes-256-gcm, or sm4 (SM4-CTR with HMAC-SM3); earlier values open either way',
    describeZh:
      '此后写入数据库的报文、姓名与标识的加密算法：aes-256-gcm 或 sm4（SM4-CTR 加 HMAC-SM3）；以前的数据均可解密',
  },
  {
    name: 'FUJIE_AUDIT_KEY',
    default: '',
    describe:
      'File with the SM2 private key that signs audit anchors, 64 hexadecimal digits; empty: made once as audit-key in FUJIE_DATA_DIR. Several servers of one database share one key',
    describeZh:
      '审计锚点签名所用 SM2 私钥文件（64 位十六进制）；为空则在 FUJIE_DATA_DIR 中生成 audit-key；共用数据库的多个服务须使用同一密钥',
  },
  {
    name: 'FUJIE_AUDIT_MONTHS',
    default: '24',
    describe:
      'Months for which audit entries are kept, at least 24: a day holds laboratory records too (henan-2025.lab.6#08)',
    describeZh: '审计记录保存月数，至少 24（含检验记录，henan-2025.lab.6#08）',
  },
  {
    name: 'FUJIE_WATCH',
    default: '',
    describe:
      'Figures of the watch over keys and reading that a region sets, each list entry from a day on, such as [{"from":"2026-01-01","travelKmPerHour":200}]; empty: the defaults of the platform',
    describeZh: '异常使用监测的本地参数（JSON 列表，各自某日起生效）；为空则采用平台默认值',
  },
  {
    name: 'FUJIE_POOL',
    default: '16',
    describe: 'Database connections of one server',
    describeZh: '单个服务的数据库连接数',
  },
  {
    name: 'FUJIE_LOG_LEVEL',
    default: 'warn',
    describe: 'trace, debug, info, warn, error or silent',
    describeZh: '日志级别',
  },
  {
    name: 'FUJIE_SESSION_HOURS',
    default: '12',
    describe: 'Hours after which a sign-in ends',
    describeZh: '登录有效小时数',
  },
  {
    name: 'FUJIE_RATE_LIMITS',
    default: '3000,3000,120000',
    describe:
      'Requests a minute: of one address without account, of one account, of one connected system; what is more is answered 429',
    describeZh: '每分钟请求上限：未登录的单个地址、单个账号、单个接入系统；超出者应答 429',
  },
  {
    name: 'FUJIE_SESSION_IDLE_MINUTES',
    default: '30',
    describe: 'Minutes without use after which a sign-in ends',
    describeZh: '无操作自动退出的分钟数',
  },
  {
    name: 'FUJIE_SECOND_FACTOR_ROLES',
    default: '',
    describe:
      'Roles that sign in with a second factor only, separated by commas, or none; empty: every administrator (none in a demonstration)',
    describeZh: '必须使用第二因素登录的角色，以逗号分隔；none 表示均不要求；为空则为各类管理员（演示环境不要求）',
  },
  {
    name: 'FUJIE_PRIVATE_HOSTS',
    default: '',
    describe:
      'Hosts inside this network at which keys and record systems of hospitals may be asked, separated by commas; empty: public addresses only',
    describeZh: '允许访问的内网主机（医院公钥地址与电子病历），以逗号分隔；为空则仅访问公网地址',
  },
  {
    name: 'FUJIE_OIDC_ISSUER',
    default: '',
    describe: 'OpenID Connect issuer at which people sign in besides the accounts here; empty: none',
    describeZh: '统一身份认证（OpenID Connect）的签发者地址；为空则仅使用本平台账号',
  },
  { name: 'FUJIE_OIDC_CLIENT_ID', default: '', describe: 'Client id there', describeZh: '在该处登记的客户端标识' },
  {
    name: 'FUJIE_OIDC_CLIENT_SECRET',
    default: '',
    secret: true,
    describe: 'Client secret there; empty: a public client, protected by PKCE alone',
    describeZh: '客户端密钥；为空则为仅由 PKCE 保护的公开客户端',
  },
  {
    name: 'FUJIE_OIDC_NAME',
    default: '统一身份认证',
    describe: 'What the sign-in page calls it',
    describeZh: '登录页上显示的名称',
  },
  {
    name: 'FUJIE_OIDC_USERNAME_CLAIM',
    default: 'preferred_username',
    describe: 'Claim that holds the username of the account here',
    describeZh: '存放本平台用户名的声明',
  },
  {
    name: 'FUJIE_OIDC_CREATE',
    default: 'no',
    describe:
      'no: whoever has no account here is refused; claims: the account is made from the claims fujie_role, fujie_institution, fujie_department, fujie_practitioner and fujie_region',
    describeZh: 'no：没有本平台账号者不得登录；claims：按 fujie_role、fujie_institution 等声明自动建立账号',
  },
  ...PEER_KEYS,
  ...PATIENT_KEYS,
  ...NOTIFY_KEYS,
] as const satisfies readonly Key[];

export type ConfigKey = (typeof CONFIG_KEYS)[number]['name'];
