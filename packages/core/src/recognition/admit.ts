/** Admission to a published list 清单准入 (section 2.6): who may, or must, be listed for a scope. */
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES, NATIONAL } from './scope.ts';

export interface AdmissionInput {
  /** Scope for which the list is compiled. */
  readonly scope: string;
  readonly institution: {
    readonly ownership: 'public' | 'private';
    readonly level: number;
    readonly region: string;
    readonly kind?: string;
  };
  /** Quality evaluations 质量评价 in which the institution took part. */
  readonly evaluations?: readonly {
    /** Level of the QC centre 质控中心 that organised it. */
    readonly level: 'country' | 'province' | 'city' | 'district';
    readonly region: string;
    readonly passed: boolean;
  }[];
}

export interface AdmissionVerdict {
  readonly admitted: boolean;
  readonly reasons: readonly string[];
  /** `must`: leaving the institution out is a fault; `may`: at the discretion of the authority. */
  readonly duty: 'must' | 'may' | null;
  readonly clauses: readonly string[];
}

const OPEN_TO_ALL: AdmissionVerdict = {
  admitted: true,
  reasons: [],
  duty: 'may',
  clauses: ['national-2022.art.3#01', 'national-2022.art.12#01'],
};

/**
 * Whether an institution is admitted to the list of a scope. Admission opens the list; the mark still needs M1 to M10.
 *
 * @example admit({ scope: '14', institution: { ownership: 'private', level: 3, region: '140106' } }).admitted // false
 */
export function admit(
  input: AdmissionInput,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
  scopes: Scopes = DEFAULT_SCOPES,
): AdmissionVerdict {
  if (input.scope === NATIONAL || input.scope.startsWith('AGR:')) return OPEN_TO_ALL;
  const rule = parameters.admission[input.scope.slice(0, 2)];
  if (rule === undefined) return OPEN_TO_ALL;
  return rule === 'shanxi' ? admitInShanxi(input) : admitInSichuan(input, scopes);
}

function admitInShanxi({ institution }: AdmissionInput): AdmissionVerdict {
  const isPublicHospital = institution.ownership === 'public' && institution.level >= 2;
  return isPublicHospital || institution.kind === 'independent-laboratory'
    ? { admitted: true, reasons: [], duty: 'must', clauses: ['taiyuan-2024.1#02', 'taiyuan-2024.4#01'] }
    : refused(['taiyuan-2024.1#02']);
}

function admitInSichuan({ institution, evaluations = [], scope }: AdmissionInput, scopes: Scopes): AdmissionVerdict {
  if (institution.ownership !== 'public') return refused(['sichuan-2025.2#01']);
  if (institution.level >= 2) return { admitted: true, reasons: [], duty: 'must', clauses: ['sichuan-2025.2#01'] };
  // A centre vouches for its own region and no further, so a city's evaluation opens the city's list (conflict C11).
  const isEvaluated = evaluations.some(
    ({ passed, level, region }) =>
      passed && level !== 'district' && scopes.contains(region, institution.region) && scopes.contains(region, scope),
  );
  return isEvaluated
    ? { admitted: true, reasons: [], duty: 'may', clauses: ['sichuan-2025.2#02', 'national-2022.art.12#02'] }
    : refused(['sichuan-2025.2#02']);
}

function refused(clauses: readonly string[]): AdmissionVerdict {
  return { admitted: false, reasons: ['LIST_NOT_ELIGIBLE'], duty: null, clauses };
}
