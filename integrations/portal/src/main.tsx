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

const theme = createTheme({
  primaryColor: 'green',
  // White can be read on both.
  primaryShade: { light: 7, dark: 6 },
  colors: { green },
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
