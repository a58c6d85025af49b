import Columns from '@lucide/svelte/icons/columns-2';
import Eye from '@lucide/svelte/icons/eye';
import Focus from '@lucide/svelte/icons/focus';
import Keyboard from '@lucide/svelte/icons/keyboard';
import ListIcon from '@lucide/svelte/icons/list';
import Moon from '@lucide/svelte/icons/moon';
import PanelLeft from '@lucide/svelte/icons/panel-left';
import PanelRight from '@lucide/svelte/icons/panel-right';
import Pencil from '@lucide/svelte/icons/pencil';
import Pilcrow from '@lucide/svelte/icons/pilcrow';
import SpellCheck from '@lucide/svelte/icons/spell-check';
import Sun from '@lucide/svelte/icons/sun';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import Terminal from '@lucide/svelte/icons/terminal';
import TypeOutline from '@lucide/svelte/icons/type-outline';
import WrapText from '@lucide/svelte/icons/wrap-text';

import { OPEN } from './needs';
import type { Action } from './registry';

export const viewActions: readonly Action[] = [
  {
    id: 'view.sidebar',
    title: 'action.toggleSidebar',
    group: 'group.view',
    icon: PanelLeft,
    keys: ['Mod+Shift+L', 'F9'],
    run: (app) => app.layout.toggleSidebar(),
  },
  {
    id: 'view.list',
    title: 'action.toggleList',
    group: 'group.view',
    icon: ListIcon,
    keys: ['Mod+Shift+J'],
    run: (app) => app.layout.toggleList(),
  },
  {
    id: 'view.inspector',
    title: 'action.toggleInspector',
    group: 'group.view',
    icon: PanelRight,
    keys: ['Mod+J'],
    run: (app) => app.layout.toggleInspector(),
  },
  {
    id: 'view.edit',
    title: 'mode.edit',
    group: 'group.view',
    icon: Pencil,
    run: (app) => app.layout.setMode('edit'),
  },
  {
    id: 'view.split',
    title: 'mode.split',
    group: 'group.view',
    icon: Columns,
    keys: ['Mod+Shift+E'],
    run: (app) => app.layout.toggleSplit(),
  },
  {
    id: 'view.preview',
    title: 'mode.preview',
    group: 'group.view',
    icon: Eye,
    keys: ['Mod+E'],
    run: (app) => app.layout.togglePreview(),
  },
  {
    id: 'view.focus',
    title: 'action.focusMode',
    group: 'group.view',
    icon: Focus,
    keys: ['F8'],
    needs: OPEN,
    run: (app) => app.layout.toggleFocus(),
  },
  {
    id: 'view.lineNumbers',
    title: 'setting.lineNumbers',
    group: 'group.view',
    icon: ListIcon,
    run: (app) =>
      app.settings.set({ editor: { lineNumbers: !app.settings.current.editor.lineNumbers } }),
  },
  {
    id: 'view.wordWrap',
    title: 'setting.wordWrap',
    group: 'group.view',
    icon: WrapText,
    run: (app) => app.settings.set({ editor: { wordWrap: !app.settings.current.editor.wordWrap } }),
  },
  {
    id: 'view.vim',
    title: 'setting.vimMode',
    group: 'group.view',
    icon: Terminal,
    run: (app) => app.settings.set({ editor: { vimMode: !app.settings.current.editor.vimMode } }),
  },
  {
    id: 'view.typewriter',
    title: 'setting.typewriter',
    group: 'group.view',
    icon: TypeOutline,
    run: (app) =>
      app.settings.set({ editor: { typewriter: !app.settings.current.editor.typewriter } }),
  },
  {
    id: 'view.invisibles',
    title: 'setting.invisibles',
    group: 'group.view',
    icon: Pilcrow,
    run: (app) =>
      app.settings.set({ editor: { invisibles: !app.settings.current.editor.invisibles } }),
  },
  {
    id: 'view.spellCheck',
    title: 'setting.spellCheck',
    group: 'group.view',
    icon: SpellCheck,
    run: (app) =>
      app.settings.set({ editor: { spellCheck: !app.settings.current.editor.spellCheck } }),
  },
  {
    id: 'view.theme.light',
    title: 'action.themeLight',
    group: 'group.view',
    icon: Sun,
    run: (app) => app.settings.set({ theme: 'light' }),
  },
  {
    id: 'view.theme.dark',
    title: 'action.themeDark',
    group: 'group.view',
    icon: Moon,
    run: (app) => app.settings.set({ theme: 'dark' }),
  },
  {
    id: 'view.theme.auto',
    title: 'action.themeAuto',
    group: 'group.view',
    icon: SunMoon,
    run: (app) => app.settings.set({ theme: 'auto' }),
  },
  {
    id: 'view.menu',
    title: 'menu.app',
    group: 'group.view',
    keys: ['F10'],
    run: (app) => {
      app.menuOpen = true;
    },
  },
  {
    id: 'help.shortcuts',
    title: 'action.shortcuts',
    group: 'group.help',
    icon: Keyboard,
    keys: ['Mod+?'],
    run: (app) => app.show('shortcuts'),
  },
];
