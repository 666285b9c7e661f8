//! What stands on the paper: head, type and summary, the answer, its bases, receivers and signature.
//!
//! The places are those of IV.2, the letters those of V in Phần I of Phụ lục I of Decree 30/2020/NĐ-CP. What
//! only the person knows (number, place, day, to whom, what is proposed, who signs) is a dotted blank.

use super::{
    fixed::WIDTH,
    xml::{Look, columns, footnote, line, mark, paragraph, run},
};
use crate::{
    Form, Paper, Statement,
    block::lines,
    words::{full_day, raised},
};

/// The head: 66 mm for the body that issues, the rest for the country's name.
const HEAD: (u16, u16) = (3_742, WIDTH - 3_742);
/// The foot: receivers and signature, half each.
const FOOT: (u16, u16) = (WIDTH / 2, WIDTH - WIDTH / 2);

/// The paragraphs of the document and of its footnotes.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) paragraphs: String,
    pub(super) footnotes: String,
    noted: usize,
    parts: usize,
}

/// Parts of a document are numbered in Roman figures (Phụ lục I, II.5.b).
const ROMAN: [&str; 6] = ["I", "II", "III", "IV", "V", "VI"];
const BLANK: &str = "……………………………………………………………………";

impl Body {
    pub(super) fn of(paper: &Paper, form: Form) -> Self {
        let mut body = Self::default();
        body.head(form);
        if let Some(name) = form.name() {
            body.put("Middle", &run(name, Look::size(14).bold()));
            body.put("Middle", &run(form.summary(), Look::size(14).bold()));
            body.paragraphs.push_str(&line(3_400));
        }
        // Box 9a: of a letter, a submission and a report to a higher office (Phụ lục I, II.9).
        body.put("Middle", &run("Kính gửi: ……………………………", Look::size(14)));
        body.question(paper);
        body.answer(paper);
        body.bases(paper);
        body.differences(&paper.differences);
        if form == Form::Submission {
            body.part("ĐỀ XUẤT");
            body.say(BLANK);
        }
        body.remarks(paper);
        body.foot();
        body
    }

    pub(super) fn put(&mut self, style: &str, runs: &str) {
        self.paragraphs.push_str(&paragraph(style, runs));
    }

    pub(super) fn part(&mut self, heading: &str) {
        let number = ROMAN.get(self.parts).copied().unwrap_or_default();
        self.parts += 1;
        let heading = format!("{number}. {heading}");
        self.put("Part", &run(&heading, Look::size(14).bold()));
    }

    pub(super) fn say(&mut self, words: &str) {
        self.put("Body", &run(words, Look::size(14)));
    }

    /// Boxes 1 to 4.
    fn head(&mut self, form: Form) {
        let small = Look::size(12);
        let mut left = vec![
            paragraph("Middle", &run("……………………………", small)),
            paragraph("Middle", &run("……………………………", small.bold())),
            line(1_250),
            paragraph("Middle", &run(form.number(), Look::size(13))),
        ];
        if form.name().is_none() {
            // Box 5b: what a letter is about stands below its number.
            left.push(paragraph("Middle", &run(form.summary(), small)));
        }
        let country = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
        let motto = "Độc lập - Tự do - Hạnh phúc";
        let day = "……………, ngày …… tháng …… năm ………";
        let right = [
            paragraph("Middle", &run(country, small.bold())),
            paragraph("Middle", &run(motto, Look::size(13).bold())),
            line(1_130),
            paragraph("Middle", &run(day, Look::size(13).italic())),
        ];
        let head = columns(&left.concat(), &right.concat(), HEAD);
        self.paragraphs.push_str(&head);
        self.put("Middle", "");
    }

    fn question(&mut self, paper: &Paper) {
        self.part("CÂU HỎI");
        self.say(&paper.question);
        self.say(&format!(
            "Thời điểm áp dụng pháp luật: {}.",
            full_day(paper.on)
        ));
    }

    fn answer(&mut self, paper: &Paper) {
        self.part("NỘI DUNG TRA CỨU");
        let nothing = paper.statements.is_empty() && paper.rows.is_empty();
        if !nothing && !paper.wording.is_empty() {
            self.say(&paper.wording);
        }
        for (n, statement) in paper.statements.iter().enumerate() {
            self.statement(n + 1, statement);
        }
        self.rows(&paper.rows);
        if let Some(refusal) = &paper.refusal {
            self.say(refusal);
        }
        if paper.removed > 0 {
            self.say(&format!(
                "{} nội dung dựa trên văn bản đã được xóa khỏi kho nên không còn trong hồ sơ.",
                paper.removed
            ));
        }
        if nothing && paper.refusal.is_none() && paper.removed == 0 {
            self.say("Không có nội dung nào được đối chiếu.");
        }
    }

    fn statement(&mut self, number: usize, statement: &Statement) {
        let plain = Look::size(14);
        let mut runs = run(&format!("{number}. {}", statement.text), plain);
        for words in &statement.footnotes {
            runs.push_str(&self.noted(words));
        }
        if statement.partly {
            runs.push_str(&run(" [đối chiếu một phần]", plain.bold().italic()));
        }
        self.put("Body", &runs);
    }

    /// A footnote; its mark.
    pub(super) fn noted(&mut self, words: &str) -> String {
        self.noted += 1;
        self.footnotes
            .push_str(&footnote(self.noted, &raised(words)));
        mark(self.noted)
    }

    fn bases(&mut self, paper: &Paper) {
        self.part("CĂN CỨ PHÁP LÝ");
        let lines = lines(paper);
        let last = lines.len();
        for (n, basis) in lines.iter().enumerate() {
            let end = if n + 1 == last { '.' } else { ';' };
            self.put(
                "Body",
                &run(&format!("- {basis}{end}"), Look::size(14).italic()),
            );
        }
        if lines.is_empty() {
            self.say("Không có căn cứ nào được đối chiếu.");
        }
    }

    fn remarks(&mut self, paper: &Paper) {
        self.part("LƯU Ý");
        self.say(&paper.notice);
        let mut partly = paper.statements.iter().map(|statement| statement.partly);
        if partly.any(|partly| partly) || paper.rows.iter().any(|row| row.partly) {
            self.say(
                "Nội dung ghi “đối chiếu một phần” có nguyên văn trích dẫn đúng, nhưng còn chi tiết máy không đối \
                 chiếu được; phải kiểm tra lại trước khi sử dụng.",
            );
        }
        if !paper.record.is_empty() {
            self.say(&format!(
                "Mã đối chiếu: {}, lập lúc {}.",
                paper.record, paper.made
            ));
        }
    }

    /// Boxes 7 and 9b.
    fn foot(&mut self) {
        self.put("Middle", "");
        let small = Look::size(11);
        let receivers = run("Nơi nhận:", Look::size(12).bold().italic());
        let left = [
            paragraph("Close", &receivers),
            paragraph("Close", &run("- ……………………;", small)),
            paragraph("Close", &run("- Lưu: VT, …………", small)),
        ];
        let strong = Look::size(14).bold();
        let blank = paragraph("Middle", &run("", Look::size(14)));
        let right = [
            paragraph("Middle", &run("…………………………", strong)),
            blank.repeat(4),
            paragraph("Middle", &run("…………………………", strong)),
        ];
        let foot = columns(&left.concat(), &right.concat(), FOOT);
        self.paragraphs.push_str(&foot);
        self.put("Close", "");
    }
}
