import '@mantine/core/styles.css'
import './portal.css'
import { createTheme, MantineProvider, type MantineColorsTuple } from '@mantine/core'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { nonce, root } from './settings.ts'
import { t } from './strings.ts'

const green: MantineColorsTuple = [
  '#e3f4f1',
  '#c9e8e3',
  '#9bd5cc',
  '#69c0b3',
  '#3fa698',
  '#258f81',
  '#157d70',
  '#0b6e63',
  '#085a51',
  '#05453e',
]

const red: MantineColorsTuple = [
  '#fdecea',
  '#f9d2ce',
  '#f3a9a2',
  '#ec8078',
  '#e25a50',
  '#d43f34',
  '#c53026',
  '#b3261e',
  '#971d16',
  '#7d150f',
]

// White is read on both of these shades of green and red (WCAG 1.4.3).
const theme = createTheme({
  primaryColor: 'green',
  primaryShade: { light: 7, dark: 6 },
  colors: { green, red },
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  cursorType: 'pointer',
  components: { Modal: { defaultProps: { closeButtonProps: { 'aria-label': t('close') } } } },
})

// For the style elements of the scroll lock, which asks nobody else.
setNonce(nonce)
createRoot(root).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
    <App />
  </MantineProvider>,
)
