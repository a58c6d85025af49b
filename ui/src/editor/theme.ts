import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags as t } from '@lezer/highlight';

import { markdownTags } from './syntax/tags';

/** Colours come from the tokens, so one style serves light and dark. */
export const markdownHighlight = syntaxHighlighting(
  HighlightStyle.define([
    { tag: t.heading, color: 'var(--syn-heading)', fontWeight: '700' },
    { tag: t.strong, color: 'var(--syn-strong)', fontWeight: '700' },
    { tag: t.emphasis, fontStyle: 'italic' },
    { tag: t.strikethrough, textDecoration: 'line-through' },
    { tag: t.quote, color: 'var(--syn-quote)' },
    { tag: t.monospace, color: 'var(--syn-code)' },
    { tag: [t.link, markdownTags.wikiLink], color: 'var(--syn-link)' },
    { tag: t.url, color: 'var(--syn-url)' },
    { tag: [markdownTags.listMark, markdownTags.task], color: 'var(--syn-list)' },
    { tag: markdownTags.hashTag, color: 'var(--syn-link)' },
    { tag: [t.processingInstruction, t.labelName], color: 'var(--syn-markup)' },
    { tag: [t.contentSeparator, markdownTags.frontMatterMark], color: 'var(--syn-markup)' },
    { tag: [t.keyword, t.modifier, t.operatorKeyword], color: 'var(--syn-keyword)' },
    { tag: [t.string, t.special(t.string), t.regexp], color: 'var(--syn-string)' },
    { tag: [t.number, t.bool, t.null, t.atom], color: 'var(--syn-number)' },
    { tag: t.comment, color: 'var(--syn-comment)' },
    {
      tag: [t.function(t.variableName), t.function(t.propertyName), t.macroName],
      color: 'var(--syn-func)',
    },
    { tag: [t.typeName, t.className, t.namespace], color: 'var(--syn-type)' },
    { tag: t.variableName, color: 'var(--syn-var)' },
    { tag: t.tagName, color: 'var(--syn-tag)' },
    { tag: [t.attributeName, t.propertyName], color: 'var(--syn-attr)' },
    { tag: t.invalid, color: 'var(--err-fg)' },
  ]),
);

export const editorTheme = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--bg-surface)',
    color: 'var(--fg)',
    fontSize: 'var(--editor-font-size)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--editor-font, var(--font-mono))',
    // A source shows the signs that are in it: -> is no arrow here.
    fontVariantLigatures: 'none',
    lineHeight: 'var(--editor-line-height)',
    overflow: 'auto',
  },
  '.cm-content': {
    padding: 'var(--sp-6) 0 40vh',
    maxWidth: 'calc(var(--editor-measure) + var(--sp-10))',
    caretColor: 'var(--fg)',
    outline: 'none',
  },
  '.cm-line': { padding: '0 var(--sp-5)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    border: 'none',
    color: 'var(--fg-subtle)',
    fontSize: '0.8em',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-lineNumbers .cm-gutterElement': {
    minWidth: '2rem',
    padding: '0 0 0 var(--sp-2)',
    lineHeight: 'calc(var(--editor-font-size) * var(--editor-line-height))',
  },
  '.cm-foldGutter .cm-gutterElement': {
    width: '0.875rem',
    textAlign: 'center',
    cursor: 'pointer',
  },
  '.cm-foldGutter .cm-gutterElement span[title]': { opacity: '0' },
  '.cm-gutters:hover .cm-foldGutter .cm-gutterElement span[title]': { opacity: '1' },
  '.cm-gutters + .cm-content .cm-line': { paddingLeft: 'var(--sp-2)' },
  '.cm-activeLine': { backgroundColor: 'var(--bg-inset)' },
  '&.cm-focused .cm-activeLine': { boxShadow: 'inset 2px 0 0 var(--accent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--fg)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--fg)', borderLeftWidth: '1.5px' },
  '.cm-fat-cursor': { backgroundColor: 'var(--accent) !important', color: 'var(--fg-on-accent)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--bg-selection)' },
  '.cm-searchMatch': { backgroundColor: 'var(--bg-match)', borderRadius: '2px' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--bg-match-current)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--bg-match)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--bg-selected-quiet)' },
  '.cm-foldPlaceholder': {
    margin: '0 4px',
    padding: '0 6px',
    border: '1px solid var(--border)',
    borderRadius: 'var(--r-xs)',
    backgroundColor: 'var(--bg-inset)',
    color: 'var(--fg-muted)',
  },
  '.cm-specialChar': { color: 'var(--fg-subtle)' },
  '.cm-placeholder': { color: 'var(--fg-subtle)' },
  '.cm-tooltip': {
    border: 'none',
    borderRadius: 'var(--r-md)',
    backgroundColor: 'var(--bg-raised)',
    color: 'var(--fg)',
    boxShadow: 'var(--shadow-2)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: '16rem',
    padding: 'var(--sp-1)',
    fontFamily: 'var(--font-ui)',
    fontSize: 'var(--fs-sm)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: 'var(--sp-1) var(--sp-2)',
    borderRadius: 'var(--r-sm)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--bg-selected)',
    color: 'var(--fg)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { color: 'var(--fg-muted)', fontStyle: 'normal' },
  '.cm-panels': {
    backgroundColor: 'var(--bg-inset)',
    color: 'var(--fg)',
    borderColor: 'var(--border-subtle)',
  },
  '.cm-panels-top': { borderBottom: '1px solid var(--border-subtle)' },
  '.cm-vim-panel': { fontFamily: 'var(--font-mono)', padding: '2px var(--sp-3)' },
  '.cm-vim-panel input': { color: 'var(--fg)' },
  '.cm-searchScope': { backgroundColor: 'var(--bg-selected-quiet)' },
  '.cm-typewriter': { paddingTop: '45vh', paddingBottom: '45vh' },
  '.cm-chip': {
    padding: '1px 8px',
    borderRadius: 'var(--r-full)',
    backgroundColor: 'var(--bg-selected-quiet)',
    color: 'var(--fg-muted)',
    fontFamily: 'var(--font-ui)',
    fontSize: '0.85em',
  },
  '.cm-highlightSpace': { backgroundImage: 'none', position: 'relative' },
  '.cm-highlightSpace::before': {
    content: '"·"',
    position: 'absolute',
    insetInlineStart: '0',
    color: 'var(--fg-disabled)',
    pointerEvents: 'none',
  },
  '.cm-trailingSpace': { backgroundColor: 'var(--bg-match)' },
  '.cm-dimmed': { color: 'var(--fg-disabled)' },
  '.cm-dimmed *': { color: 'inherit' },
});
