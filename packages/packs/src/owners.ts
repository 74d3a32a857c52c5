/** To whom stages of loops fall, and where 责任方: one for each role that several documents name. */

/** The laboratory 检验科, by any of its staff. */
export const LABORATORY = { role: 'laboratory', at: 'institution' } as const;
/** Medical affairs and quality 医务与质量管理部门. */
export const QUALITY_OFFICE = { role: 'quality-office', at: 'institution' } as const;
/** 院长, who chairs its committee. */
export const HOSPITAL_HEAD = { role: 'hospital-head', at: 'institution' } as const;
/** 科主任 of the department concerned. */
export const DEPARTMENT_HEAD = { role: 'department-head', at: 'department' } as const;
/** 科主任 of the department that tests or examines. */
export const SECTION_HEAD = { role: 'department-head', at: 'section' } as const;
/** 质控中心 of the region. */
export const QC_CENTRE = { role: 'qc-centre', at: 'region' } as const;
/** 卫生健康行政部门 of the region. */
export const COMMISSION = { role: 'commission', at: 'region' } as const;
