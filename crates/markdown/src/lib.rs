//! Markdown: blocks, sanitised HTML, front matter, links, diff and three-way merge.
