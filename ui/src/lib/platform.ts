/** Whether the keyboard is an Apple one: it decides between Ctrl and Command, and nothing else. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);
