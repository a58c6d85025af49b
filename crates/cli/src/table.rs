//! Tables that fit: columns as wide as they must be, the one that may shrink cut with an ellipsis.

use std::io;

use crate::screen::{Ink, Screen, cut, harmless, width};

/// How a column behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// Keeps its width, text to the left.
    Left(Ink),
    /// Keeps its width, text to the right: numbers.
    Right(Ink),
    /// Gives way when the line is too narrow; at most one of a table.
    Flexible(Ink),
}

/// Rows under headings.
#[derive(Debug)]
pub(crate) struct Table {
    headings: Vec<&'static str>,
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

const GAP: usize = 2;
/// A flexible column is not cut below this.
const NARROWEST: usize = 12;

impl Table {
    /// Starts a table; a heading and a behaviour for each column.
    pub(crate) fn new(columns: &[(&'static str, Column)]) -> Self {
        Self {
            headings: columns.iter().map(|(heading, _)| *heading).collect(),
            columns: columns.iter().map(|(_, column)| *column).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        let cells = cells.into_iter();
        let cells = cells.map(|cell| harmless(&cell).replace(['\n', '\t'], " "));
        self.rows.push(cells.collect());
    }

    /// Writes it, headings first. A column without any text is left out.
    pub(crate) fn show(&self, screen: &mut Screen<'_>) -> io::Result<()> {
        let widths = self.widths(screen.columns());
        let headings: Vec<String> = self.headings.iter().map(|&text| text.to_owned()).collect();
        let dim = vec![Some(Ink::Dim); self.columns.len()];
        self.line(screen, &headings, &widths, &dim)?;
        let own = vec![None; self.columns.len()];
        for row in &self.rows {
            self.line(screen, row, &widths, &own)?;
        }
        Ok(())
    }

    fn line(
        &self,
        screen: &mut Screen<'_>,
        cells: &[String],
        widths: &[usize],
        inks: &[Option<Ink>],
    ) -> io::Result<()> {
        let mut pending = 0;
        let styled = cells.iter().zip(&self.columns).zip(widths).zip(inks);
        for (((cell, column), &wide), ink) in styled {
            if wide == 0 {
                continue;
            }
            let text = cut(cell, wide);
            let room = wide.saturating_sub(width(&text));
            let (own, before, after) = match *column {
                Column::Left(ink) | Column::Flexible(ink) => (ink, 0, room),
                Column::Right(ink) => (ink, room, 0),
            };
            if !text.is_empty() {
                screen.put(Ink::Plain, " ".repeat(pending + before))?;
                screen.put(ink.unwrap_or(own), &text)?;
                pending = 0;
            } else {
                pending += before;
            }
            // Blanks at the end of a line are not written.
            pending += after + GAP;
        }
        screen.end()
    }

    fn widths(&self, columns: Option<usize>) -> Vec<usize> {
        let mut widths: Vec<usize> = vec![0; self.columns.len()];
        for row in &self.rows {
            for (wide, cell) in widths.iter_mut().zip(row) {
                *wide = (*wide).max(width(cell));
            }
        }
        for (wide, heading) in widths.iter_mut().zip(&self.headings) {
            if *wide > 0 {
                *wide = (*wide).max(width(heading));
            }
        }
        let Some(edge) = columns else {
            return widths;
        };
        let shown = widths.iter().filter(|&&wide| wide > 0).count();
        let total = widths.iter().sum::<usize>() + GAP * shown.saturating_sub(1);
        let over = total.saturating_sub(edge);
        for (wide, column) in widths.iter_mut().zip(&self.columns) {
            if matches!(column, Column::Flexible(_)) && over > 0 {
                *wide = wide.saturating_sub(over).max(NARROWEST.min(*wide));
            }
        }
        widths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: &Table, columns: Option<usize>) -> String {
        let mut out = Vec::new();
        table
            .show(&mut Screen::new(&mut out, false, columns))
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_fits_its_line_also_with_wide_characters() {
        let mut table = Table::new(&[
            ("ID", Column::Left(Ink::Dim)),
            ("TITLE", Column::Flexible(Ink::Plain)),
            ("TAGS", Column::Left(Ink::Dim)),
            ("WORDS", Column::Right(Ink::Plain)),
        ]);
        table.row([
            "01".into(),
            "日本語の長い題名がここにあります".into(),
            String::new(),
            "7".into(),
        ]);
        table.row(["02".into(), "Short".into(), String::new(), "1,234".into()]);
        assert_eq!(
            shown(&table, Some(28)),
            "ID  TITLE              WORDS\n\
             01  日本語の長い題名…      7\n\
             02  Short              1,234\n"
        );
        assert!(shown(&table, None).contains("日本語の長い題名がここにあります"));
    }

    #[test]
    fn an_empty_last_cell_leaves_no_blanks() {
        let mut table = Table::new(&[
            ("A", Column::Left(Ink::Plain)),
            ("B", Column::Left(Ink::Plain)),
        ]);
        table.row(["x".into(), String::new()]);
        table.row(["x".into(), "y".into()]);
        assert_eq!(shown(&table, Some(80)), "A  B\nx\nx  y\n");
    }
}
