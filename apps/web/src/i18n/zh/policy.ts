/** Texts of the matrix of permissions. */
export const policy = {
  title: '权限矩阵',
  subtitle: '由服务端的授权策略生成：未列出即无权；数据库按同样的范围再次把关',
  reaches: '范围',
  matrix: '角色与权限',
  permission: '权限',
  public: '公开访问',
  reach: {
    platform: '平台',
    self: '本人',
    department: '本科室',
    institution: '本机构',
    region: '本地区',
    patients: '本机构患者',
  },
  means: {
    platform: '不含患者记录，或对所有人公开',
    self: '仅本人的内容',
    department: '仅本科室的记录',
    institution: '仅本机构的记录',
    region: '所辖地区各机构的记录',
    patients: '在本机构就诊的患者，含其在其他机构的结果',
  },
};
