/** Admission to a published list 清单准入 (section 2.6): who may, or must, be listed for a scope. */
import type { RecognitionParameters } from './parameters.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { Scopes } from './scope.ts';
import { DEFAULT_SCOPES, narrowness, NATIONAL } from './scope.ts';

export interface AdmissionInput {
  /** Scope for which the list is compiled; absent: the widest that the rule of the institution's province opens to it. */
  readonly scope?: string;
  readonly institution: {
    readonly ownership: 'public' | 'private';
    readonly level: number;
    readonly region: string;
    readonly kind?: string | undefined;
  };
  /** Quality evaluations 质量评价 in which the institution took part. */
  readonly evaluations?: readonly {
    /** Level of the QC centre 质控中心 that organised it. */
    readonly level: 'country' | 'agreement' | 'province' | 'city' | 'district';
    readonly region: string;
    readonly passed: boolean;
  }[];
}

export interface AdmissionVerdict {
  readonly admitted: boolean;
  /** The scope to which it is admitted: the one asked for, or the widest when none was; null when refused. */
  readonly scope: string | null;
  readonly reasons: readonly string[];
  /** `must`: leaving the institution out is a fault; `may`: at the discretion of the authority. */
  readonly duty: 'must' | 'may' | null;
  readonly clauses: readonly string[];
}

const OPEN_TO_ALL = ['national-2022.art.3#01', 'national-2022.art.12#01'];
const ITS_OWN_PLACE = ['national-2022.art.12#02'];

/**
 * Whether an institution is admitted to the list of a scope. Admission opens the list; the mark still needs M1 to M10. No
 * scope that leaves the institution's own place out is open to it: an organiser vouches for its own region.
 *
 * @example admit({ scope: '14', institution: { ownership: 'private', level: 3, region: '140106' } }).admitted // false
 */
export function admit(
  input: AdmissionInput,
  parameters: RecognitionParameters = DEFAULT_PARAMETERS,
  scopes: Scopes = DEFAULT_SCOPES,
): AdmissionVerdict {
  const scope = input.scope ?? input.institution.region.slice(0, 2);
  if (!scopes.contains(scope, input.institution.region)) return refused(ITS_OWN_PLACE);
  const rule = scope === NATIONAL || scope.startsWith('AGR:') ? undefined : parameters.admission[scope.slice(0, 2)];
  if (rule === undefined) return admitted(scope, 'may', OPEN_TO_ALL);
  return rule === 'shanxi' ? admitInShanxi(input, scope) : admitInSichuan(input, scope, scopes);
}

function admitInShanxi({ institution }: AdmissionInput, scope: string): AdmissionVerdict {
  const isPublicHospital = institution.ownership === 'public' && institution.level >= 2;
  return isPublicHospital || institution.kind === 'independent-laboratory'
    ? admitted(scope, 'must', ['taiyuan-2024.1#02', 'taiyuan-2024.4#01'])
    : refused(['taiyuan-2024.1#02']);
}

function admitInSichuan(input: AdmissionInput, scope: string, scopes: Scopes): AdmissionVerdict {
  const { institution, evaluations = [] } = input;
  if (institution.ownership !== 'public') return refused(['sichuan-2025.2#01']);
  if (institution.level >= 2) return admitted(scope, 'must', ['sichuan-2025.2#01']);
  // A centre vouches for its own region and no further, so a city's evaluation opens the city's list (conflict C11).
  const widest = evaluations
    .filter(
      ({ passed, level, region }) => passed && level !== 'district' && scopes.contains(region, institution.region),
    )
    .map(({ region }) => (scopes.contains(region, scope) ? scope : region))
    .sort((a, b) => narrowness(a) - narrowness(b))[0];
  return widest === scope || (widest !== undefined && input.scope === undefined)
    ? admitted(widest, 'may', ['sichuan-2025.2#02', 'national-2022.art.12#02'])
    : refused(['sichuan-2025.2#02']);
}

function admitted(scope: string, duty: 'must' | 'may', clauses: readonly string[]): AdmissionVerdict {
  return { admitted: true, scope, reasons: [], duty, clauses };
}

function refused(clauses: readonly string[]): AdmissionVerdict {
  return { admitted: false, scope: null, reasons: ['LIST_NOT_ELIGIBLE'], duty: null, clauses };
}
