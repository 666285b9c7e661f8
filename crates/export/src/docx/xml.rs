//! Text, runs and paragraphs as WordprocessingML writes them.

use quick_xml::escape::escape;

/// Text of others as XML may hold it: escaped, without the characters that XML 1.0 forbids; a line break is a space.
pub(super) fn text(text: &str) -> String {
    let allowed: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .collect();
    escape(allowed.as_str()).into_owned()
}

/// How letters look; sizes in points.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub(super) size: u8,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl Look {
    pub(super) fn size(size: u8) -> Self {
        Self {
            size,
            ..Self::default()
        }
    }

    pub(super) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) fn italic(self) -> Self {
        Self {
            italic: true,
            ..self
        }
    }
}

/// Letters of one look.
pub(super) fn run(words: &str, look: Look) -> String {
    let (bold, italic) = (
        if look.bold { "<w:b/>" } else { "" },
        if look.italic { "<w:i/>" } else { "" },
    );
    // The format counts half points.
    let size = u16::from(look.size) * 2;
    format!(
        r#"<w:r><w:rPr>{bold}{italic}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
        text(words)
    )
}

/// The mark of a footnote in the text.
pub(super) fn mark(number: usize) -> String {
    format!(
        r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>"#
    )
}

/// A footnote.
pub(super) fn footnote(number: usize, words: &str) -> String {
    format!(
        r#"<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {}</w:t></w:r></w:p></w:footnote>"#,
        text(words)
    )
}

/// A paragraph of a style.
pub(super) fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

/// A line across the middle, `inset` twentieths of a point from either side.
pub(super) fn line(inset: u16) -> String {
    format!(
        r#"<w:p><w:pPr><w:pStyle w:val="Middle"/><w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/><w:ind w:left="{inset}" w:right="{inset}"/></w:pPr></w:p>"#
    )
}

/// Two columns side by side, of these widths, without borders, on one page.
pub(super) fn columns(left: &str, right: &str, (narrow, wide): (u16, u16)) -> String {
    let cell = |width: u16, content: &str| {
        format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>"#)
    };
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{narrow}"/><w:gridCol w:w="{wide}"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{}{}</w:tr></w:tbl>"#,
        narrow + wide,
        cell(narrow, left),
        cell(wide, right)
    )
}

/// A table with lines around its cells, of these widths; its first row names the columns on every page.
pub(super) fn table<const N: usize>(widths: [u16; N], rows: &[[String; N]]) -> String {
    let side =
        |name: &str| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#);
    let lines = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side);
    let grid = widths.map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#));
    let rows = rows.iter().enumerate().map(|(at, row)| {
        let cells: String = row
            .iter()
            .zip(widths)
            .map(|(content, width)| {
                format!(
                    r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>"#
                )
            })
            .collect();
        let head = if at == 0 { "<w:tblHeader/>" } else { "" };
        format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")
    });
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:tblBorders>{}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{}</w:tblGrid>{}</w:tbl>"#,
        widths.iter().sum::<u16>(),
        lines.concat(),
        grid.concat(),
        rows.collect::<String>()
    )
}
