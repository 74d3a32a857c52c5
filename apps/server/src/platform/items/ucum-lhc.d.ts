/** The parts of the UCUM library that are used; it brings no types of its own. */
declare module '@lhncbc/ucum-lhc' {
  interface UcumConversion {
    readonly status: 'succeeded' | 'failed' | 'error';
    readonly toVal: number | null;
    readonly msg: readonly string[];
  }
  interface UcumUtils {
    convertUnitTo(
      from: string,
      value: number,
      to: string,
      options: { readonly molecularWeight: number | null },
    ): UcumConversion;
  }
  const ucum: { readonly UcumLhcUtils: { getInstance(): UcumUtils } };
  export default ucum;
}
