/** The look: tokens of the house on top of Mantine. Colours keep the contrasts of WCAG AA in both themes. */
import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from '@mantine/core';

const blue: MantineColorsTuple = [
  '#eff6ff', '#dbeafe', '#bfdbfe', '#93c5fd', '#60a5fa', '#3b82f6', '#2563eb', '#1d4ed8', '#1e40af', '#1e3a8a',
];
const red: MantineColorsTuple = [
  '#fef2f2', '#fee2e2', '#fecaca', '#fca5a5', '#f87171', '#ef4444', '#dc2626', '#b91c1c', '#991b1b', '#7f1d1d',
];
const dark: MantineColorsTuple = [
  '#e5e7eb', '#cbd5e1', '#9ca3af', '#6b7280', '#374151', '#283244', '#1b2433', '#111827', '#0b1220', '#060b14',
];

export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '600', sizes: {
    h1: { fontSize: '1.25rem', lineHeight: '1.75rem' }, h2: { fontSize: '1rem', lineHeight: '1.5rem' },
    h3: { fontSize: '0.875rem', lineHeight: '1.25rem' },
  } },
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  defaultRadius: 6,
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 6 },
  black: '#0b1220',
  autoContrast: true,
  colors: { blue, red, dark },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: true }, openDelay: 150 } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    // The head of a dialog is no banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
  },
});

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#0f172a', '--mantine-color-dimmed': '#475569', '--mantine-color-placeholder': '#64748b',
    '--mantine-color-default-border': '#64748b', '--mantine-color-error': '#b91c1c', '--mantine-color-anchor': '#1d4ed8',
    '--mantine-color-body': '#ffffff', '--saldo-line': '#e2e8f0', '--saldo-ground': '#f8fafc', '--saldo-focus': '#1d4ed8',
    '--saldo-good': '#14532d', '--saldo-bad': '#b91c1c', '--saldo-selected': '#eff6ff',
  },
  dark: {
    '--mantine-color-text': '#e5e7eb', '--mantine-color-dimmed': '#9ca3af', '--mantine-color-placeholder': '#9ca3af',
    '--mantine-color-default-border': '#6b7280', '--mantine-color-error': '#fca5a5', '--mantine-color-anchor': '#93c5fd',
    '--mantine-color-body': '#111827', '--saldo-line': '#283244', '--saldo-ground': '#0b1220', '--saldo-focus': '#93c5fd',
    '--saldo-good': '#bbf7d0', '--saldo-bad': '#fca5a5', '--saldo-selected': '#1e293b',
  },
});
