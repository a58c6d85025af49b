import type { Settings, SettingsPatch } from './types';

/** The settings as they are once a patch is stored: what it does not name stays. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
  const { appearance, keyboard, editor, render, history, notifications, ...plain } = patch;
  return {
    ...settings,
    ...plain,
    appearance: { ...settings.appearance, ...appearance },
    keyboard: { ...settings.keyboard, ...keyboard },
    editor: { ...settings.editor, ...editor },
    render: { ...settings.render, ...render },
    history: { ...settings.history, ...history },
    notifications: { ...settings.notifications, ...notifications },
  };
}
