//! Lines of flowing formats: a paragraph is a line, a table row is a line with its cells parted by " | ".

/// Marks of the head of an act and of its signature block. Both are often set as a table without lines, whose cells
/// hold paragraphs of their own: those are read cell by cell, not as a row.
const LAYOUT: [&str; 5] = [
    "CỘNG HÒA XÃ HỘI",
    "CỘNG HOÀ XÃ HỘI",
    "Độc lập - Tự do",
    "Nơi nhận:",
    "TM. ",
];

/// Where paragraphs and rows arrive in reading order.
#[derive(Default)]
pub(crate) struct Flow {
    lines: Vec<String>,
    tables: Vec<Table>,
}

/// The open row and cell of a table.
#[derive(Default)]
struct Table {
    row: Vec<Vec<String>>,
    cell: Vec<String>,
}

impl Flow {
    /// A paragraph; line breaks inside it part lines.
    pub(crate) fn paragraph(&mut self, text: &str) {
        for line in text.split('\n') {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if !line.is_empty() {
                self.line(line);
            }
        }
    }

    fn line(&mut self, line: String) {
        match self.tables.last_mut() {
            Some(table) => table.cell.push(line),
            None => self.lines.push(line),
        }
    }

    pub(crate) fn open_table(&mut self) {
        self.tables.push(Table::default());
    }

    pub(crate) fn close_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.row.push(std::mem::take(&mut table.cell));
        }
    }

    pub(crate) fn close_row(&mut self) {
        self.close_loose_cell();
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let row = std::mem::take(&mut table.row);
        let Some(table) = self.tables.pop() else {
            return;
        };
        let laid_out = row
            .iter()
            .flatten()
            .any(|line| LAYOUT.iter().any(|mark| line.contains(mark)));
        let alone = row.iter().filter(|cell| !cell.is_empty()).count() <= 1;
        if laid_out || alone {
            row.into_iter().flatten().for_each(|line| self.line(line));
        } else {
            let cells: Vec<String> = row.into_iter().map(|cell| cell.join(" ")).collect();
            self.line(cells.join(" | "));
        }
        self.tables.push(table);
    }

    /// Text of a table outside its cells is a cell of its own.
    fn close_loose_cell(&mut self) {
        if self
            .tables
            .last()
            .is_some_and(|table| !table.cell.is_empty())
        {
            self.close_cell();
        }
    }

    pub(crate) fn close_table(&mut self) {
        self.close_loose_cell();
        if self
            .tables
            .last()
            .is_some_and(|table| !table.row.is_empty())
        {
            self.close_row();
        }
        self.tables.pop();
    }

    pub(crate) fn is_in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// The text: one line a paragraph or row.
    pub(crate) fn finish(mut self) -> String {
        while self.is_in_table() {
            self.close_table();
        }
        let mut text = self.lines.join("\n");
        text.push('\n');
        legal::normalise(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::Flow;

    #[test]
    fn joins_cells_but_not_layout_tables() {
        let mut flow = Flow::default();
        flow.open_table();
        for cell in ["BỘ MẪU\nSố: 1", "CỘNG HÒA XÃ HỘI\nĐộc lập"] {
            flow.paragraph(cell);
            flow.close_cell();
        }
        flow.close_row();
        flow.close_table();
        flow.paragraph(" Điều 1.  Mẫu ");
        flow.open_table();
        for cell in ["STT", "", "Tên"] {
            flow.paragraph(cell);
            flow.close_cell();
        }
        flow.close_row();
        flow.close_table();
        flow.close_table();
        let expect = "BỘ MẪU\nSố: 1\nCỘNG HÒA XÃ HỘI\nĐộc lập\nĐiều 1. Mẫu\nSTT |  | Tên\n";
        assert_eq!(flow.finish(), expect);
    }
}
