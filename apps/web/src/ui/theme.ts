/** The look: calm, dense, high contrast; only fonts that the workstations already have. */
import type { ThemeConfig } from 'antd';

/** One colour per institution in a chart, told apart by symbol as well. */
export const SERIES_COLOURS = ['#0f6a8b', '#b4562a', '#5b7f3a', '#7a4f9c', '#a1762a', '#3f6fb5', '#9c3f5b', '#2f7f78'];

const CHINESE = '"PingFang SC", "Microsoft YaHei", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Source Han Sans SC"';

/** Chinese fonts first for Chinese; in English their wide punctuation would tear words apart. */
export function themeFor(language: 'zh' | 'en'): ThemeConfig {
  const fontFamily =
    language === 'zh' ? `${CHINESE}, system-ui, sans-serif` : `system-ui, "Segoe UI", Roboto, ${CHINESE}, sans-serif`;
  return { ...theme, token: { ...theme.token, fontFamily, motion: !IS_STILL } };
}

/** Asked for by the workstation, as remote desktops do. */
const IS_STILL = globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches;

const theme: ThemeConfig = {
  token: {
    colorPrimary: '#0f6485',
    colorLink: '#0f5f80',
    colorInfo: '#0f6485',
    colorSuccess: '#0f7a4c',
    colorWarning: '#9a6200',
    colorError: '#b3261e',
    colorPrimaryBg: '#e6f1f5',
    colorPrimaryBgHover: '#d6e8ef',
    colorInfoBg: '#eff6f9',
    colorInfoBorder: '#b5d2de',
    colorSuccessBg: '#eaf6f0',
    colorSuccessBorder: '#a5d6bd',
    colorWarningBg: '#fdf6e7',
    colorWarningBorder: '#e6cf9b',
    colorErrorBg: '#fdf0ef',
    colorErrorBorder: '#eab8b4',
    colorText: '#1c2730',
    colorTextSecondary: '#4a5661',
    colorTextTertiary: '#5d6974',
    colorTextDescription: '#55616c',
    colorTextPlaceholder: '#66727d',
    colorBgLayout: '#f3f5f6',
    colorBorder: '#c8d0d6',
    colorBorderSecondary: '#e2e7ea',
    // Text of coloured tags: the palette's own shades are too pale on their backgrounds to be read by everyone.
    green7: '#237804',
    gold7: '#7a4a00',
    orange7: '#873800',
    borderRadius: 4,
    fontSize: 14,
    controlHeight: 32,
    wireframe: false,
  },
  components: {
    Table: {
      headerBg: '#eef2f4',
      headerColor: '#33404a',
      cellPaddingBlockMD: 8,
      cellPaddingBlockSM: 6,
      cellPaddingInlineSM: 8,
    },
    Card: { headerHeight: 44, bodyPadding: 16, headerFontSize: 15 },
    Menu: {
      itemHeight: 36,
      itemBorderRadius: 4,
      itemSelectedBg: '#dfecf1',
      itemSelectedColor: '#0b4d66',
      groupTitleColor: '#5d6974',
    },
    Layout: { headerBg: '#0d3b4f', headerHeight: 52, siderBg: '#ffffff', bodyBg: '#f3f5f6' },
    Tag: { defaultBg: '#f2f4f6' },
    Tabs: { horizontalMargin: '0 0 12px 0' },
    Descriptions: { itemPaddingBottom: 8 },
  },
};
